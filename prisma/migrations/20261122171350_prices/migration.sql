-- CreateTable
CREATE TABLE "priceable_usage" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "model" TEXT,
    "service_tier" TEXT,
    "speed" TEXT,
    "context_window" TEXT,
    "inference_geo" TEXT,
    "is_mixed" BOOLEAN NOT NULL,
    "uncached_input" BIGINT NOT NULL,
    "cache_read" BIGINT NOT NULL,
    "cache_write_5m" BIGINT NOT NULL,
    "cache_write_1h" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "web_searches" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "billed_kinds" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "model" TEXT,
    "service_tier" TEXT,
    "cost_type" TEXT,
    "token_type" TEXT,
    "amount_nano" BIGINT NOT NULL,
    "list_amount_nano" BIGINT NOT NULL,
    "cost_lines" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "model_prices" (
    "id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "starts_on" TEXT NOT NULL,
    "input_nano" BIGINT NOT NULL,
    "cache_write_5m_nano" BIGINT,
    "cache_write_1h_nano" BIGINT,
    "cache_read_nano" BIGINT,
    "output_nano" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "model_prices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "priceable_usage_organization_id_day_idx" ON "priceable_usage"("organization_id", "day");

-- CreateIndex
CREATE INDEX "billed_kinds_organization_id_day_idx" ON "billed_kinds"("organization_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "model_prices_model_starts_on_key" ON "model_prices"("model", "starts_on");

-- What is stored already, the same way as lib/db/priceable-days.ts sums it from now on.
WITH sums AS (
  SELECT organization_id, day, coalesce(api_key_id, '') AS key, coalesce(model, '') AS model, true AS is_tier, service_tier,
    NULL AS speed, NULL AS context_window, NULL AS inference_geo, sum(uncached_input)::bigint AS uncached_input, sum(cache_read)::bigint AS cache_read, sum(cache_write_5m)::bigint AS cache_write_5m,
    sum(cache_write_1h)::bigint AS cache_write_1h, sum(output)::bigint AS output, sum(web_searches)::bigint AS web_searches
  FROM usage_facts WHERE uncached_input + cache_read + cache_write_5m + cache_write_1h + output + web_searches > 0 GROUP BY 1, 2, 3, 4, 6
  UNION ALL
  SELECT organization_id, day, coalesce(api_key_id, ''), coalesce(model, ''), false, NULL, speed, context_window, inference_geo,
    sum(uncached_input)::bigint, sum(cache_read)::bigint, sum(cache_write_5m)::bigint,
    sum(cache_write_1h)::bigint, sum(output)::bigint, sum(web_searches)::bigint
  FROM rate_facts WHERE uncached_input + cache_read + cache_write_5m + cache_write_1h + output + web_searches > 0 GROUP BY 1, 2, 3, 4, 7, 8, 9
), seen AS (
  SELECT organization_id, day, model, is_tier, service_tier, speed, context_window, inference_geo,
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches,
    sum(CASE WHEN is_tier THEN uncached_input ELSE -uncached_input END) OVER d = 0 AND
    sum(CASE WHEN is_tier THEN cache_read ELSE -cache_read END) OVER d = 0 AND
    sum(CASE WHEN is_tier THEN cache_write_5m ELSE -cache_write_5m END) OVER d = 0 AND
    sum(CASE WHEN is_tier THEN cache_write_1h ELSE -cache_write_1h END) OVER d = 0 AND
    sum(CASE WHEN is_tier THEN output ELSE -output END) OVER d = 0 AND
    sum(CASE WHEN is_tier THEN web_searches ELSE -web_searches END) OVER d = 0 AS is_agreed,
    count(*) FILTER (WHERE is_tier) OVER g AS tiers, count(*) FILTER (WHERE NOT is_tier) OVER g AS rates,
    min(service_tier) OVER g AS one_tier, CASE WHEN min(coalesce(speed, '')) FILTER (WHERE NOT is_tier) OVER g
      = max(coalesce(speed, '')) FILTER (WHERE NOT is_tier) OVER g THEN min(speed) OVER g END AS one_speed,
    CASE WHEN min(coalesce(context_window, '')) FILTER (WHERE NOT is_tier) OVER g
      = max(coalesce(context_window, '')) FILTER (WHERE NOT is_tier) OVER g THEN min(context_window) OVER g END AS one_window,
    CASE WHEN min(coalesce(inference_geo, '')) FILTER (WHERE NOT is_tier) OVER g
      = max(coalesce(inference_geo, '')) FILTER (WHERE NOT is_tier) OVER g THEN min(inference_geo) OVER g END AS one_geo,
    min((coalesce(speed, ''), coalesce(inference_geo, ''))::text) FILTER (WHERE NOT is_tier) OVER g
      <> max((coalesce(speed, ''), coalesce(inference_geo, ''))::text) FILTER (WHERE NOT is_tier) OVER g AS is_mixed
  FROM sums WINDOW d AS (PARTITION BY organization_id, day), g AS (PARTITION BY organization_id, day, key, model)
), joined AS (
  SELECT organization_id, day, model, one_tier AS service_tier, speed, context_window, inference_geo, false AS is_mixed,
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches
  FROM seen WHERE NOT is_tier AND is_agreed AND tiers < 2
  UNION ALL
  SELECT organization_id, day, model, service_tier, one_speed, one_window, one_geo, coalesce(is_mixed, false),
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches
  FROM seen WHERE is_tier AND is_agreed AND (tiers > 1 OR rates = 0)
  UNION ALL
  SELECT organization_id, day, model, service_tier, NULL, NULL, NULL, false,
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches
  FROM seen WHERE is_tier AND NOT is_agreed
)
INSERT INTO priceable_usage (organization_id, day, model, service_tier, speed, context_window, inference_geo, is_mixed,
  uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches)
SELECT organization_id, day, nullif(model, ''), service_tier, speed, context_window, inference_geo, is_mixed,
  sum(uncached_input), sum(cache_read), sum(cache_write_5m),
    sum(cache_write_1h), sum(output), sum(web_searches)
FROM joined GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

INSERT INTO billed_kinds (organization_id, day, model, service_tier, cost_type, token_type, amount_nano, list_amount_nano, cost_lines)
SELECT organization_id, day, model, service_tier, cost_type, token_type, sum(amount_nano),
  sum(coalesce(list_amount_nano, amount_nano)), count(*)
FROM cost_facts GROUP BY 1, 2, 3, 4, 5, 6;

-- Of days whose hourly facts were cleared, what their sums still tell: the model, but no tier, rate or kind.
INSERT INTO priceable_usage (organization_id, day, model, is_mixed,
  uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches)
SELECT organization_id, day, model, true,
  sum(uncached_input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(web_searches)
FROM spend_rollup r
WHERE NOT EXISTS (SELECT FROM usage_facts f WHERE f.organization_id = r.organization_id AND f.day = r.day)
GROUP BY 1, 2, 3
HAVING sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output + web_searches) > 0;

INSERT INTO billed_kinds (organization_id, day, model, amount_nano, list_amount_nano, cost_lines)
SELECT organization_id, day, model, sum(amount_nano), sum(list_amount_nano), sum(cost_lines)
FROM spend_rollup r
WHERE NOT EXISTS (SELECT FROM cost_facts f WHERE f.organization_id = r.organization_id AND f.day = r.day)
GROUP BY 1, 2, 3 HAVING sum(cost_lines) > 0;
