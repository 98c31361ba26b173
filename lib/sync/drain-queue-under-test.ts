import { closeDatabase } from '@/lib/db/client'
import { currentTime } from '@/lib/env'
import { drainSyncQueue } from './run-sync'

/** A process of its own that works the queue, for tests that kill it. */
await drainSyncQueue({ clock: currentTime })
await closeDatabase()
