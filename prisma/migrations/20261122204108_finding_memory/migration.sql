-- AlterTable
ALTER TABLE "finding_evaluations" ADD COLUMN     "seen" JSONB;

-- AlterTable
ALTER TABLE "findings" ADD COLUMN     "digest" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "minutes" JSONB;
