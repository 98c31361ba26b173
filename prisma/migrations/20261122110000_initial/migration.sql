-- CreateEnum
CREATE TYPE "Role" AS ENUM ('viewer', 'member', 'admin', 'owner');

-- CreateEnum
CREATE TYPE "UsageSource" AS ENUM ('analytics', 'legacy');

-- CreateEnum
CREATE TYPE "ConnectionState" AS ENUM ('new', 'ok', 'failing');

-- CreateEnum
CREATE TYPE "CoverageState" AS ENUM ('synced', 'partial', 'provisional');

-- CreateEnum
CREATE TYPE "SyncRunStatus" AS ENUM ('queued', 'running', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "Cycle" AS ENUM ('monthly', 'annual');

-- CreateTable
CREATE TABLE "instance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "secret_key_fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "disabled_at" TIMESTAMPTZ(6),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "user_agent" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit_slots" (
    "subject" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "attempts" INTEGER NOT NULL,

    CONSTRAINT "rate_limit_slots_pkey" PRIMARY KEY ("subject","starts_at")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT,
    "organization_id" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connections" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "source" "UsageSource" NOT NULL,
    "read_only" BOOLEAN NOT NULL DEFAULT true,
    "sealed_key" TEXT NOT NULL,
    "key_hint" TEXT NOT NULL,
    "state" "ConnectionState" NOT NULL DEFAULT 'new',
    "failure" TEXT,
    "failing_since" TIMESTAMPTZ(6),
    "last_synced_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspaces" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(6),
    "archived_at" TIMESTAMPTZ(6),
    "gone_at" TIMESTAMPTZ(6),

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "workspace_id" TEXT,
    "hint" TEXT,
    "created_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6),
    "created_by_type" TEXT,
    "created_by_id" TEXT,
    "gone_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "members" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(6),
    "gone_at" TIMESTAMPTZ(6),

    CONSTRAINT "members_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "usage_facts" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "api_key_id" TEXT,
    "workspace_id" TEXT,
    "model" TEXT,
    "product" TEXT,
    "service_tier" TEXT,
    "uncached_input" BIGINT NOT NULL,
    "cache_read" BIGINT NOT NULL,
    "cache_write_5m" BIGINT NOT NULL,
    "cache_write_1h" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "web_searches" BIGINT NOT NULL,
    "requests" BIGINT
);

-- CreateTable
CREATE TABLE "cost_facts" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "api_key_id" TEXT,
    "workspace_id" TEXT,
    "model" TEXT,
    "product" TEXT,
    "service_tier" TEXT,
    "cost_type" TEXT,
    "token_type" TEXT,
    "amount_nano" BIGINT NOT NULL,
    "list_amount_nano" BIGINT
);

-- CreateTable
CREATE TABLE "spend_rollup" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "api_key_id" TEXT,
    "workspace_id" TEXT,
    "model" TEXT,
    "product" TEXT,
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
CREATE TABLE "spend_days" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
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

    CONSTRAINT "spend_days_pkey" PRIMARY KEY ("organization_id","day")
);

-- CreateTable
CREATE TABLE "coverage" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" "CoverageState" NOT NULL,
    "source" "UsageSource" NOT NULL,
    "granularity" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "usage_rows" INTEGER NOT NULL,
    "cost_rows" INTEGER NOT NULL,
    "data_refreshed_at" TIMESTAMPTZ(6),
    "read_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("organization_id","day")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT,
    "requested_by" TEXT NOT NULL,
    "status" "SyncRunStatus" NOT NULL,
    "days_done" INTEGER NOT NULL DEFAULT 0,
    "days_total" INTEGER NOT NULL DEFAULT 0,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "heartbeat_at" TIMESTAMPTZ(6),
    "host" TEXT,
    "pid" INTEGER,

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_leases" (
    "organization_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sync_leases_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "plan_catalogue" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "cycle" "Cycle" NOT NULL,
    "per_seat" BOOLEAN NOT NULL,
    "list_price_nano" BIGINT,
    "api_credit_nano" BIGINT,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT,
    "source" TEXT NOT NULL,
    "edited" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "plan_catalogue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plans" (
    "id" TEXT NOT NULL,
    "holder_email" TEXT NOT NULL,
    "cycle" "Cycle" NOT NULL,
    "currency" TEXT NOT NULL,
    "starts_on" TEXT NOT NULL,
    "ends_on" TEXT,
    "credit_organization_id" TEXT,
    "credit_claimed_on" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_terms" (
    "id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "effective_on" TEXT NOT NULL,
    "plan_code" TEXT NOT NULL,
    "seats" INTEGER NOT NULL,
    "price_nano" BIGINT NOT NULL,
    "price_usd_nano" BIGINT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "plan_terms_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_links_token_hash_key" ON "sign_in_links"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- CreateIndex
CREATE INDEX "audit_entries_subject_type_subject_id_idx" ON "audit_entries"("subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "connections_organization_id_key" ON "connections"("organization_id");

-- CreateIndex
CREATE INDEX "usage_facts_organization_id_day_idx" ON "usage_facts"("organization_id", "day");

-- CreateIndex
CREATE INDEX "cost_facts_organization_id_day_idx" ON "cost_facts"("organization_id", "day");

-- CreateIndex
CREATE INDEX "spend_rollup_day_organization_id_idx" ON "spend_rollup"("day", "organization_id");

-- CreateIndex
CREATE INDEX "spend_rollup_api_key_id_day_idx" ON "spend_rollup"("api_key_id", "day");

-- CreateIndex
CREATE INDEX "sync_runs_status_idx" ON "sync_runs"("status");

-- CreateIndex
CREATE INDEX "sync_runs_created_at_idx" ON "sync_runs"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "plan_catalogue_code_cycle_valid_from_key" ON "plan_catalogue"("code", "cycle", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "plan_terms_plan_id_effective_on_key" ON "plan_terms"("plan_id", "effective_on");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_terms" ADD CONSTRAINT "plan_terms_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spend_days" ADD CONSTRAINT "spend_days_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
