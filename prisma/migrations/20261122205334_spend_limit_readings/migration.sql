-- CreateTable
CREATE TABLE "spend_limit_readings" (
    "organization_id" TEXT NOT NULL,
    "asked_on" TEXT NOT NULL,
    "told" BOOLEAN NOT NULL,

    CONSTRAINT "spend_limit_readings_pkey" PRIMARY KEY ("organization_id")
);
