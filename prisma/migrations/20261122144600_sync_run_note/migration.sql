-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN     "note" TEXT;
