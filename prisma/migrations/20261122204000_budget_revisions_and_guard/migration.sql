-- AlterTable
ALTER TABLE "budgets" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "budget_crossings" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- DropIndex
DROP INDEX "budget_crossings_budget_id_period_start_threshold_key";

-- CreateIndex
CREATE UNIQUE INDEX "budget_crossings_budget_id_revision_period_start_threshold_key" ON "budget_crossings"("budget_id", "revision", "period_start", "threshold");

-- CreateTable
CREATE TABLE "guard_acts" (
    "id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "period_start" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "spent_nano" BIGINT NOT NULL,
    "amount_nano" BIGINT NOT NULL,
    "failure" TEXT,
    "key_action_id" TEXT,

    CONSTRAINT "guard_acts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "guard_acts_budget_id_period_start_mode_key" ON "guard_acts"("budget_id", "period_start", "mode");

-- CreateIndex
CREATE INDEX "guard_acts_organization_id_key_id_idx" ON "guard_acts"("organization_id", "key_id");

-- AddForeignKey
ALTER TABLE "guard_acts" ADD CONSTRAINT "guard_acts_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budgets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
