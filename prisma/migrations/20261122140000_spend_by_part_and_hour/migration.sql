-- CreateTable
CREATE TABLE "spend_day_parts" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT,
    "amount_nano" BIGINT NOT NULL,
    "list_amount_nano" BIGINT NOT NULL,
    "cost_lines" BIGINT NOT NULL,
    "uncached_input" BIGINT NOT NULL,
    "cache_read" BIGINT NOT NULL,
    "cache_write_5m" BIGINT NOT NULL,
    "cache_write_1h" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "web_searches" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "spend_hours" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "amount_nano" BIGINT NOT NULL,
    "list_amount_nano" BIGINT NOT NULL,
    "cost_lines" BIGINT NOT NULL,
    "uncached_input" BIGINT NOT NULL,
    "cache_read" BIGINT NOT NULL,
    "cache_write_5m" BIGINT NOT NULL,
    "cache_write_1h" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "web_searches" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,

    CONSTRAINT "spend_hours_pkey" PRIMARY KEY ("organization_id","starts_at")
);

-- CreateIndex
CREATE INDEX "spend_day_parts_dimension_day_idx" ON "spend_day_parts"("dimension", "day");

-- CreateIndex
CREATE INDEX "spend_day_parts_organization_id_day_idx" ON "spend_day_parts"("organization_id", "day");

-- CreateIndex
CREATE INDEX "spend_hours_organization_id_day_idx" ON "spend_hours"("organization_id", "day");

-- AddForeignKey
ALTER TABLE "spend_hours" ADD CONSTRAINT "spend_hours_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is stored already is summed once; from now on the sums are written with their facts.
INSERT INTO "spend_day_parts"
SELECT organization_id, day,
  CASE left_out WHEN 7 THEN 'key' WHEN 11 THEN 'workspace' WHEN 13 THEN 'model' ELSE 'product' END,
  CASE left_out WHEN 7 THEN api_key_id WHEN 11 THEN workspace_id WHEN 13 THEN model ELSE product END,
  amount_nano, list_amount_nano, cost_lines, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests
FROM (
  SELECT organization_id, day, api_key_id, workspace_id, model, product,
    grouping(api_key_id, workspace_id, model, product) AS left_out,
    sum(amount_nano)::bigint AS amount_nano, sum(list_amount_nano)::bigint AS list_amount_nano,
    sum(cost_lines)::bigint AS cost_lines, sum(uncached_input)::bigint AS uncached_input,
    sum(cache_read)::bigint AS cache_read, sum(cache_write_5m)::bigint AS cache_write_5m,
    sum(cache_write_1h)::bigint AS cache_write_1h, sum(output)::bigint AS output,
    sum(web_searches)::bigint AS web_searches, sum(requests)::bigint AS requests
  FROM spend_rollup
  GROUP BY GROUPING SETS (
    (organization_id, day, api_key_id), (organization_id, day, workspace_id), (organization_id, day, model),
    (organization_id, day, product))
) sums;

INSERT INTO "spend_hours"
SELECT organization_id, day, starts_at, sum(amount_nano)::bigint, sum(list_amount_nano)::bigint, sum(cost_lines)::bigint,
  sum(uncached_input)::bigint, sum(cache_read)::bigint, sum(cache_write_5m)::bigint, sum(cache_write_1h)::bigint,
  sum(output)::bigint, sum(web_searches)::bigint, sum(requests)::bigint
FROM (
  SELECT organization_id, day, starts_at, amount_nano, coalesce(list_amount_nano, amount_nano) AS list_amount_nano,
    1 AS cost_lines, 0 AS uncached_input, 0 AS cache_read, 0 AS cache_write_5m, 0 AS cache_write_1h, 0 AS output,
    0 AS web_searches, 0 AS requests
  FROM cost_facts
  UNION ALL
  SELECT organization_id, day, starts_at, 0, 0, 0, uncached_input, cache_read, cache_write_5m, cache_write_1h, output,
    web_searches, coalesce(requests, 0)
  FROM usage_facts
) facts
WHERE (organization_id, day) IN (SELECT organization_id, day FROM coverage WHERE granularity = 'hour')
GROUP BY organization_id, day, starts_at;
