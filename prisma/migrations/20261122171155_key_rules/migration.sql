-- CreateTable
CREATE TABLE "key_assignment_changes" (
    "id" TEXT NOT NULL,
    "batch_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_name" TEXT NOT NULL,
    "rule_id" TEXT,
    "effective_on" TEXT NOT NULL,
    "fields" TEXT[],
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(6),
    "undone_by" TEXT,

    CONSTRAINT "key_assignment_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_rules" (
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "pattern" TEXT NOT NULL,
    "organization_id" TEXT,
    "workspace_id" TEXT,
    "effective_on" TEXT NOT NULL,
    "owner_email" TEXT,
    "purpose" TEXT,
    "application" TEXT,
    "environment" TEXT,
    "cost_centre" TEXT,
    "tags" TEXT[],
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "replaces" TEXT,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "key_rules_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "key_assignment_changes_organization_id_key_id_at_idx" ON "key_assignment_changes"("organization_id", "key_id", "at");

-- CreateIndex
CREATE INDEX "key_assignment_changes_batch_id_idx" ON "key_assignment_changes"("batch_id");

-- CreateIndex
CREATE INDEX "key_assignment_changes_rule_id_idx" ON "key_assignment_changes"("rule_id");

-- What was said before there was a record of it counts as said by people.
INSERT INTO "key_assignment_changes" ("id", "batch_id", "organization_id", "key_id", "at", "actor_name", "effective_on", "fields", "before", "after")
SELECT gen_random_uuid()::text, gen_random_uuid()::text, organization_id, key_id, max(created_at), 'Onebill', min(effective_on),
    ARRAY['ownerEmail', 'purpose', 'application', 'environment', 'costCentre', 'tags'], '[]',
    jsonb_agg(jsonb_build_object('effectiveOn', effective_on, 'ownerEmail', owner_email, 'purpose', purpose,
        'application', application, 'environment', environment, 'costCentre', cost_centre, 'tags', to_jsonb(tags)) ORDER BY effective_on)
FROM "key_assignments" GROUP BY organization_id, key_id;
