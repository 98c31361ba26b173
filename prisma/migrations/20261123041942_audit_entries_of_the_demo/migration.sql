-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "is_demo" BOOLEAN NOT NULL DEFAULT false;

-- What a story that is still there left in the log under earlier versions: reviews signed by somebody of it, its connection,
-- and its plans, budgets and notes as they were entered.
UPDATE "audit_entries" a SET "is_demo" = true
WHERE (a."actor_kind" = 'system' AND a."actor_name" LIKE '% (demo)')
   OR (a."action" = 'review.closed' AND a."after"->>'data' = 'demo')
   OR (a."action" = 'connection.connected' AND a."after"->>'demo' = 'true')
   OR (a."action" = 'plan.created' AND a."subject_id" IN (SELECT "id" FROM "plans" WHERE "is_demo"))
   OR (a."action" = 'budget.created' AND a."subject_id" IN (SELECT "id" FROM "budgets" WHERE "is_demo"))
   OR (a."action" = 'note.added' AND a."subject_id" IN (SELECT n."id" FROM "timeline_notes" n WHERE n."is_demo"));
