-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('high', 'medium', 'low');

-- CreateEnum
CREATE TYPE "FindingState" AS ENUM ('open', 'acknowledged', 'snoozed', 'expected', 'resolved');

-- CreateTable
CREATE TABLE "findings" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "episode" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,
    "severity" "Severity" NOT NULL,
    "state" "FindingState" NOT NULL DEFAULT 'open',
    "at_stake_nano" BIGINT NOT NULL,
    "stake_means" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "cannot_see" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "steps" JSONB NOT NULL,
    "detected_at" TIMESTAMPTZ(6) NOT NULL,
    "returns" INTEGER NOT NULL DEFAULT 0,
    "gone_at" TIMESTAMPTZ(6),
    "silent_until" TIMESTAMPTZ(6),
    "owner_email" TEXT,
    "note" TEXT,

    CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_events" (
    "id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_name" TEXT,
    "severity" "Severity" NOT NULL,
    "note" TEXT,
    "until" TIMESTAMPTZ(6),

    CONSTRAINT "finding_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_learning" (
    "organization_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "days_known" INTEGER NOT NULL,
    "days_needed" INTEGER NOT NULL,
    "sentence" TEXT NOT NULL,

    CONSTRAINT "finding_learning_pkey" PRIMARY KEY ("organization_id","rule","subject_type","subject_id")
);

-- CreateTable
CREATE TABLE "finding_evaluations" (
    "organization_id" TEXT NOT NULL,
    "evaluated_at" TIMESTAMPTZ(6) NOT NULL,
    "until_hour" TIMESTAMPTZ(0) NOT NULL,
    "complete_at" TIMESTAMPTZ(6),

    CONSTRAINT "finding_evaluations_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "spend_limits" (
    "organization_id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "amount_nano" BIGINT NOT NULL,
    "called" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(6) NOT NULL,
    "stated_by" TEXT,

    CONSTRAINT "spend_limits_pkey" PRIMARY KEY ("organization_id","subject_type","subject_id","source")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "organization_id" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" "Severity" NOT NULL,
    "content" JSONB NOT NULL,
    "spread_at" TIMESTAMPTZ(6),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budgets" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "amount_nano" BIGINT NOT NULL,
    "period" TEXT NOT NULL,
    "thresholds" INTEGER[],
    "guard" TEXT NOT NULL DEFAULT 'off',
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_crossings" (
    "id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "period_start" TEXT NOT NULL,
    "threshold" INTEGER NOT NULL,
    "crossed_at" TIMESTAMPTZ(6) NOT NULL,
    "spent_nano" BIGINT NOT NULL,
    "amount_nano" BIGINT NOT NULL,

    CONSTRAINT "budget_crossings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_notes" (
    "id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "until_day" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "organization_id" TEXT,
    "key_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_by_id" TEXT,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "timeline_notes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "findings_state_severity_idx" ON "findings"("state", "severity");

-- CreateIndex
CREATE INDEX "findings_organization_id_subject_type_subject_id_idx" ON "findings"("organization_id", "subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "findings_organization_id_rule_subject_type_subject_id_episo_key" ON "findings"("organization_id", "rule", "subject_type", "subject_id", "episode");

-- CreateIndex
CREATE INDEX "finding_events_finding_id_at_idx" ON "finding_events"("finding_id", "at");

-- CreateIndex
CREATE INDEX "finding_events_organization_id_at_idx" ON "finding_events"("organization_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "notices_key_key" ON "notices"("key");

-- CreateIndex
CREATE INDEX "notices_spread_at_idx" ON "notices"("spread_at");

-- CreateIndex
CREATE INDEX "notices_at_idx" ON "notices"("at");

-- CreateIndex
CREATE INDEX "budget_crossings_crossed_at_idx" ON "budget_crossings"("crossed_at");

-- CreateIndex
CREATE UNIQUE INDEX "budget_crossings_budget_id_period_start_threshold_key" ON "budget_crossings"("budget_id", "period_start", "threshold");

-- CreateIndex
CREATE INDEX "timeline_notes_day_idx" ON "timeline_notes"("day");

-- AddForeignKey
ALTER TABLE "finding_events" ADD CONSTRAINT "finding_events_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "findings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_crossings" ADD CONSTRAINT "budget_crossings_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budgets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
