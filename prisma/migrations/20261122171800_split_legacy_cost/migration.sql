-- What the legacy reports bill is split over keys when it is read. Days that were read before are read once more; until then
-- their cost stands under no key. Organisations nobody reads any more, and told ones, stay as they are.
UPDATE "coverage" SET "state" = 'partial'
WHERE "source" = 'legacy' AND "state" = 'synced' AND "cost_rows" > 0
  AND "organization_id" IN (
    SELECT c."organization_id" FROM "connections" c JOIN "organizations" o ON o."id" = c."organization_id"
    WHERE NOT o."is_demo");
