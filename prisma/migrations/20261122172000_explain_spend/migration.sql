-- AlterTable
ALTER TABLE "spend_rollup" ADD COLUMN "cache_read_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "cache_write_1h_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "cache_write_5m_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "code_execution_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "output_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "session_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "uncached_input_nano" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "web_search_nano" BIGINT NOT NULL DEFAULT 0;

-- DropIndex
DROP INDEX "cost_facts_organization_id_day_idx";

-- DropIndex
DROP INDEX "person_spend_organization_id_day_idx";

-- DropIndex
DROP INDEX "rate_facts_organization_id_day_idx";

-- CreateIndex
CREATE INDEX "cost_facts_organization_id_day_api_key_id_idx" ON "cost_facts"("organization_id", "day", "api_key_id");

-- CreateIndex
CREATE INDEX "person_spend_organization_id_day_api_key_id_idx" ON "person_spend"("organization_id", "day", "api_key_id");

-- CreateIndex
CREATE INDEX "person_spend_actor_id_day_idx" ON "person_spend"("actor_id", "day");

-- CreateIndex
CREATE INDEX "rate_facts_organization_id_day_api_key_id_idx" ON "rate_facts"("organization_id", "day", "api_key_id");

-- What is stored already is summed once; from now on the sums are written with their facts. Days without facts any more keep
-- their amounts, of no kind.
UPDATE "spend_rollup" r SET
  uncached_input_nano = k.uncached_input, cache_read_nano = k.cache_read, cache_write_5m_nano = k.cache_write_5m,
  cache_write_1h_nano = k.cache_write_1h, output_nano = k.output, web_search_nano = k.web_search,
  code_execution_nano = k.code_execution, session_nano = k.session
FROM (
  SELECT organization_id, day, coalesce(api_key_id, '') AS api_key, coalesce(workspace_id, '') AS workspace,
    coalesce(model, '') AS model, coalesce(product, '') AS product,
    coalesce(sum(amount_nano) FILTER (WHERE token_type = 'uncached_input_tokens'), 0)::bigint AS uncached_input,
    coalesce(sum(amount_nano) FILTER (WHERE token_type = 'cache_read_input_tokens'), 0)::bigint AS cache_read,
    coalesce(sum(amount_nano) FILTER (WHERE token_type = 'cache_creation.ephemeral_5m_input_tokens'), 0)::bigint AS cache_write_5m,
    coalesce(sum(amount_nano) FILTER (WHERE token_type = 'cache_creation.ephemeral_1h_input_tokens'), 0)::bigint AS cache_write_1h,
    coalesce(sum(amount_nano) FILTER (WHERE token_type = 'output_tokens'), 0)::bigint AS output,
    coalesce(sum(amount_nano) FILTER (WHERE token_type IS NULL AND cost_type = 'web_search'), 0)::bigint AS web_search,
    coalesce(sum(amount_nano) FILTER (WHERE token_type IS NULL AND cost_type = 'code_execution'), 0)::bigint AS code_execution,
    coalesce(sum(amount_nano) FILTER (WHERE token_type IS NULL AND cost_type = 'session_usage'), 0)::bigint AS session
  FROM cost_facts GROUP BY 1, 2, 3, 4, 5, 6
) k
WHERE r.organization_id = k.organization_id AND r.day = k.day AND coalesce(r.api_key_id, '') = k.api_key
  AND coalesce(r.workspace_id, '') = k.workspace AND coalesce(r.model, '') = k.model AND coalesce(r.product, '') = k.product;
