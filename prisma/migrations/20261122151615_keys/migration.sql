-- CreateEnum
CREATE TYPE "KeyActionState" AS ENUM ('intended', 'confirmed', 'refused', 'unconfirmed');

-- CreateTable
CREATE TABLE "key_assignments" (
    "organization_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "effective_on" TEXT NOT NULL,
    "owner_email" TEXT,
    "purpose" TEXT,
    "application" TEXT,
    "environment" TEXT,
    "cost_centre" TEXT,
    "tags" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "key_assignments_pkey" PRIMARY KEY ("organization_id","key_id","effective_on")
);

-- CreateTable
CREATE TABLE "key_events" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,

    CONSTRAINT "key_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_actions" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "wanted" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "KeyActionState" NOT NULL DEFAULT 'intended',
    "found" TEXT,
    "failure" TEXT,
    "answered_at" TIMESTAMPTZ(6),
    "undo_of" TEXT,
    "saves_monthly_nano" BIGINT,

    CONSTRAINT "key_actions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "key_events_organization_id_key_id_at_idx" ON "key_events"("organization_id", "key_id", "at");

-- CreateIndex
CREATE INDEX "key_actions_organization_id_key_id_requested_at_idx" ON "key_actions"("organization_id", "key_id", "requested_at");
