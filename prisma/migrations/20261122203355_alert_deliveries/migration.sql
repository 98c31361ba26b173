-- CreateEnum
CREATE TYPE "AlertState" AS ENUM ('waiting', 'delivered', 'given_up', 'dropped');

-- CreateTable
CREATE TABLE "alert_choices" (
    "user_id" TEXT NOT NULL,
    "mail" BOOLEAN NOT NULL,
    "kinds" TEXT[],
    "least_severity" "Severity" NOT NULL,
    "rhythm" TEXT NOT NULL,
    "digest_hour" INTEGER NOT NULL,
    "digest_weekday" INTEGER NOT NULL,
    "quiet_from" TEXT,
    "quiet_to" TEXT,
    "high_at_once" BOOLEAN NOT NULL,
    "time_zone" TEXT,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "alert_choices_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "alert_channels" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed_url" TEXT,
    "url_hint" TEXT NOT NULL,
    "sealed_secret" TEXT,
    "sealed_previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(6),
    "kinds" TEXT[],
    "least_severity" "Severity" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "allows_private" BOOLEAN NOT NULL DEFAULT false,
    "failing_since" TIMESTAMPTZ(6),
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "alert_channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_deliveries" (
    "id" TEXT NOT NULL,
    "notice_id" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "user_id" TEXT,
    "channel_id" TEXT,
    "state" "AlertState" NOT NULL DEFAULT 'waiting',
    "not_before" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "reason" TEXT,
    "message_id" TEXT,

    CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_messages" (
    "id" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "user_id" TEXT,
    "channel_id" TEXT,
    "state" "AlertState" NOT NULL DEFAULT 'waiting',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "first_tried_at" TIMESTAMPTZ(6),
    "next_try_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(6),
    "claim" TEXT,
    "delivered_at" TIMESTAMPTZ(6),
    "failure" TEXT,

    CONSTRAINT "alert_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_attempts" (
    "id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "outcome" TEXT,
    "failure" TEXT,
    "took_ms" INTEGER,

    CONSTRAINT "alert_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alert_deliveries_target_state_idx" ON "alert_deliveries"("target", "state");

-- CreateIndex
CREATE INDEX "alert_deliveries_state_not_before_idx" ON "alert_deliveries"("state", "not_before");

-- CreateIndex
CREATE INDEX "alert_deliveries_message_id_idx" ON "alert_deliveries"("message_id");

-- CreateIndex
CREATE INDEX "alert_deliveries_created_at_idx" ON "alert_deliveries"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_deliveries_notice_id_target_key" ON "alert_deliveries"("notice_id", "target");

-- CreateIndex
CREATE INDEX "alert_messages_state_next_try_at_idx" ON "alert_messages"("state", "next_try_at");

-- CreateIndex
CREATE INDEX "alert_messages_target_state_idx" ON "alert_messages"("target", "state");

-- CreateIndex
CREATE INDEX "alert_attempts_message_id_at_idx" ON "alert_attempts"("message_id", "at");

-- AddForeignKey
ALTER TABLE "alert_choices" ADD CONSTRAINT "alert_choices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "alert_channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "alert_messages"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_messages" ADD CONSTRAINT "alert_messages_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_messages" ADD CONSTRAINT "alert_messages_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "alert_channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_attempts" ADD CONSTRAINT "alert_attempts_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "alert_messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;
