import { benchFindings } from './bench-findings'
import { benchKeys } from './bench-keys'
import { benchReconciliation } from './bench-reconciliation'
import { benchReviews } from './bench-reviews'
import { benchSync } from './bench-sync'
import { benchTimeline } from './bench-timeline'

const benches = {
  sync: benchSync,
  keys: benchKeys,
  findings: benchFindings,
  timeline: benchTimeline,
  reconciliation: benchReconciliation,
  reviews: benchReviews,
}

/** Runs the benches named as arguments, or all. */
const asked = process.argv.slice(2)
for (const [name, bench] of Object.entries(benches))
  if (asked.length === 0 || asked.includes(name)) await bench()
