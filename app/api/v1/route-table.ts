import type { RouteTable } from './openapi-document'
import * as audit from './audit/route'
import * as budgets from './budgets/route'
import * as budget from './budgets/[id]/route'
import * as claudeCode from './claude-code/route'
import * as connections from './connections/route'
import * as connection from './connections/[id]/route'
import * as findings from './findings/route'
import * as finding from './findings/[id]/route'
import * as health from './health/route'
import * as keyRules from './key-rules/route'
import * as keyRule from './key-rules/[id]/route'
import * as keys from './keys/route'
import * as key from './keys/[id]/route'
import * as keyName from './keys/[id]/name/route'
import * as keyStatus from './keys/[id]/status/route'
import * as notes from './notes/route'
import * as note from './notes/[id]/route'
import * as people from './people/route'
import * as person from './people/[id]/route'
import * as invitations from './people/invitations/route'
import * as invitation from './people/invitations/[id]/route'
import * as catalogue from './plan-catalogue/route'
import * as plans from './plans/route'
import * as plan from './plans/[id]/route'
import * as prices from './prices/route'
import * as price from './prices/[id]/route'
import * as reviews from './reviews/route'
import * as review from './reviews/[period]/route'
import * as reviewLine from './reviews/[period]/lines/[id]/route'
import * as reviewReopen from './reviews/[period]/reopen/route'
import * as reviewSign from './reviews/[period]/sign/route'
import * as revisions from './revisions/route'
import * as revision from './revisions/[id]/route'
import * as sync from './sync/route'
import * as syncRuns from './sync/runs/route'
import * as syncRun from './sync/runs/[id]/route'
import * as timeline from './timeline/route'
import * as tokens from './tokens/route'
import * as token from './tokens/[id]/route'

/** Every address below /api/v1 but the document's own; a test compares it with the folders. */
export const ROUTES: RouteTable = {
  '/api/v1/audit': audit,
  '/api/v1/budgets': budgets,
  '/api/v1/budgets/{id}': budget,
  '/api/v1/claude-code': claudeCode,
  '/api/v1/connections': connections,
  '/api/v1/connections/{id}': connection,
  '/api/v1/findings': findings,
  '/api/v1/findings/{id}': finding,
  '/api/v1/health': health,
  '/api/v1/key-rules': keyRules,
  '/api/v1/key-rules/{id}': keyRule,
  '/api/v1/keys': keys,
  '/api/v1/keys/{id}': key,
  '/api/v1/keys/{id}/name': keyName,
  '/api/v1/keys/{id}/status': keyStatus,
  '/api/v1/notes': notes,
  '/api/v1/notes/{id}': note,
  '/api/v1/people': people,
  '/api/v1/people/{id}': person,
  '/api/v1/people/invitations': invitations,
  '/api/v1/people/invitations/{id}': invitation,
  '/api/v1/plan-catalogue': catalogue,
  '/api/v1/plans': plans,
  '/api/v1/plans/{id}': plan,
  '/api/v1/prices': prices,
  '/api/v1/prices/{id}': price,
  '/api/v1/reviews': reviews,
  '/api/v1/reviews/{period}': review,
  '/api/v1/reviews/{period}/lines/{id}': reviewLine,
  '/api/v1/reviews/{period}/reopen': reviewReopen,
  '/api/v1/reviews/{period}/sign': reviewSign,
  '/api/v1/revisions': revisions,
  '/api/v1/revisions/{id}': revision,
  '/api/v1/sync': sync,
  '/api/v1/sync/runs': syncRuns,
  '/api/v1/sync/runs/{id}': syncRun,
  '/api/v1/timeline': timeline,
  '/api/v1/tokens': tokens,
  '/api/v1/tokens/{id}': token,
}
