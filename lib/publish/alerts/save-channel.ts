import { type ChannelInput, changeAlertChannel, createAlertChannel } from '@/lib/commands/alert-channels'
import type { ChannelKind } from '@/lib/domain/alert-channel'
import { type Actor, isAllowed } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'
import { checkTarget } from './check-target'

/** Adds a channel once its address was looked at. Answers a webhook's secret: it is shown this once. */
export async function addAlertChannel(
  actor: Actor,
  input: ChannelInput & { kind: ChannelKind; url: string },
  now: Date,
): Promise<{ id: string; secret: string | null }> {
  requireAllowed(actor, 'manage_alerts')
  if (input.allowsPrivate) requireAllowed(actor, 'allow_private_targets')
  await checkTarget(input)
  return createAlertChannel(actor, input, now)
}

/** Changes a channel; a new address is looked at first, by what the actor may allow. */
export async function editAlertChannel(
  actor: Actor,
  id: string,
  input: ChannelInput,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_alerts')
  if (input.url !== null) {
    const allowsPrivate = input.allowsPrivate && isAllowed(actor.role, 'allow_private_targets')
    await checkTarget({ url: input.url, allowsPrivate })
  }
  await changeAlertChannel(actor, id, input, now)
}
