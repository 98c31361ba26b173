-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "created_by_id" TEXT;

-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "app_version" TEXT;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "is_demo" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "plans" ADD COLUMN     "is_demo" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "confirmed_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "sealed_totp" TEXT,
ADD COLUMN     "time_zone" TEXT,
ADD COLUMN     "totp_last_step" BIGINT,
ADD COLUMN     "totp_since" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_resets" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_actors" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "deleted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "usage_actors_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "person_spend" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "actor_id" TEXT,
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
CREATE TABLE "rate_facts" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "api_key_id" TEXT,
    "model" TEXT,
    "speed" TEXT,
    "context_window" TEXT,
    "inference_geo" TEXT,
    "cost_type" TEXT,
    "token_type" TEXT,
    "amount_nano" BIGINT,
    "list_amount_nano" BIGINT,
    "uncached_input" BIGINT,
    "cache_read" BIGINT,
    "cache_write_5m" BIGINT,
    "cache_write_1h" BIGINT,
    "output" BIGINT,
    "web_searches" BIGINT,
    "requests" BIGINT
);

-- CreateTable
CREATE TABLE "claude_code_activity" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "customer_type" TEXT NOT NULL,
    "subscription_type" TEXT,
    "terminal_type" TEXT NOT NULL,
    "is_remote" BOOLEAN NOT NULL,
    "sessions" BIGINT NOT NULL,
    "lines_added" BIGINT NOT NULL,
    "lines_removed" BIGINT NOT NULL,
    "commits" BIGINT NOT NULL,
    "pull_requests" BIGINT NOT NULL,

    CONSTRAINT "claude_code_activity_pkey" PRIMARY KEY ("organization_id","day","ordinal")
);

-- CreateTable
CREATE TABLE "claude_code_models" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "input" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "cache_read" BIGINT NOT NULL,
    "cache_creation" BIGINT NOT NULL,
    "estimated_cost_nano" BIGINT NOT NULL,

    CONSTRAINT "claude_code_models_pkey" PRIMARY KEY ("organization_id","day","ordinal","model")
);

-- CreateTable
CREATE TABLE "revisions" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "noticed_at" TIMESTAMPTZ(6) NOT NULL,
    "run_id" TEXT,
    "before_nano" BIGINT NOT NULL,
    "after_nano" BIGINT NOT NULL,

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision_rows" (
    "revision_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "api_key_id" TEXT,
    "workspace_id" TEXT,
    "model" TEXT,
    "product" TEXT,
    "service_tier" TEXT,
    "cost_type" TEXT,
    "token_type" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "revision_rows_pkey" PRIMARY KEY ("revision_id","ordinal")
);

-- CreateTable
CREATE TABLE "detail_coverage" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "pass" TEXT NOT NULL,
    "state" "CoverageState" NOT NULL,
    "digest" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "detail_coverage_pkey" PRIMARY KEY ("organization_id","day","pass")
);

-- CreateIndex
CREATE INDEX "identities_user_id_idx" ON "identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_email_idx" ON "invitations"("email");

-- CreateIndex
CREATE UNIQUE INDEX "password_resets_token_hash_key" ON "password_resets"("token_hash");

-- CreateIndex
CREATE INDEX "password_resets_user_id_idx" ON "password_resets"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_user_id_code_hash_key" ON "recovery_codes"("user_id", "code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_user_id_name_key" ON "saved_views"("user_id", "name");

-- CreateIndex
CREATE INDEX "person_spend_day_organization_id_idx" ON "person_spend"("day", "organization_id");

-- CreateIndex
CREATE INDEX "person_spend_organization_id_day_idx" ON "person_spend"("organization_id", "day");

-- CreateIndex
CREATE INDEX "rate_facts_organization_id_day_idx" ON "rate_facts"("organization_id", "day");

-- CreateIndex
CREATE INDEX "revisions_organization_id_day_idx" ON "revisions"("organization_id", "day");

-- CreateIndex
CREATE INDEX "revisions_noticed_at_idx" ON "revisions"("noticed_at");

-- AddForeignKey
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision_rows" ADD CONSTRAINT "revision_rows_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "revisions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
