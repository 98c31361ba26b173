-- CreateTable
CREATE TABLE "reviews" (
    "id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "starts_on" TEXT NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "figures" JSONB NOT NULL,
    "signed_at" TIMESTAMPTZ(6),
    "signed_by_id" TEXT,
    "signed_by" TEXT,
    "sign_note" TEXT,
    "took_ms" INTEGER,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_lines" (
    "id" TEXT NOT NULL,
    "review_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "organization_id" TEXT,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "amount_nano" BIGINT,
    "decision" TEXT,
    "note" TEXT,
    "assignee" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "deactivated_at" TIMESTAMPTZ(6),
    "stops_monthly_nano" BIGINT,
    "carried_from" TEXT,
    "carried_to" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "review_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_events" (
    "id" TEXT NOT NULL,
    "review_id" TEXT NOT NULL,
    "line_id" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "decision" TEXT,
    "note" TEXT,
    "assignee" TEXT,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "review_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reviews_is_demo_starts_on_idx" ON "reviews"("is_demo", "starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "reviews_period_is_demo_key" ON "reviews"("period", "is_demo");

-- CreateIndex
CREATE INDEX "review_lines_organization_id_subject_type_subject_id_idx" ON "review_lines"("organization_id", "subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_lines_review_id_ordinal_key" ON "review_lines"("review_id", "ordinal");

-- CreateIndex
CREATE INDEX "review_events_line_id_idx" ON "review_events"("line_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_events_review_id_revision_key" ON "review_events"("review_id", "revision");

-- AddForeignKey
ALTER TABLE "review_lines" ADD CONSTRAINT "review_lines_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_events" ADD CONSTRAINT "review_events_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_events" ADD CONSTRAINT "review_events_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "review_lines"("id") ON DELETE CASCADE ON UPDATE CASCADE;
