-- CreateIndex
CREATE INDEX "api_keys_organization_id_created_at_idx" ON "api_keys"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "key_events_organization_id_at_idx" ON "key_events"("organization_id", "at");
