-- AlterTable
ALTER TABLE "alert_channels" ADD COLUMN     "weekly_review" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "alert_choices" ADD COLUMN     "weekly_review" BOOLEAN NOT NULL DEFAULT false;

-- A channel that gets every kind gets this one as well; of people those who get mail, but viewers only by choosing it.
UPDATE "alert_channels" SET "weekly_review" = true WHERE "kinds" = '{}';
UPDATE "alert_choices" c SET "weekly_review" = true FROM "users" u WHERE u."id" = c."user_id" AND c."mail" AND u."role" <> 'viewer';
