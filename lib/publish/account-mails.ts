import type { Invited } from '@/lib/commands/invitations'
import type { ResetLink } from '@/lib/commands/password-resets'
import type { Mail } from './mail'

export function invitationMail({ email, role, url }: Invited, inviter: string): Mail {
  const name = oneLine(inviter)
  return {
    to: email,
    subject: `${name} invites you to Onebill`,
    paragraphs: [
      `${name} invites you to their Onebill, where the cost of Claude plans and API usage is kept. Your role is ${role}.`,
      'The link works once, within 7 days. If you did not expect this, do nothing.',
    ],
    link: { words: 'Join Onebill', url },
  }
}

export function passwordResetMail({ email, name, url }: ResetLink): Mail {
  return {
    to: email,
    subject: 'A new password for Onebill',
    paragraphs: [
      `Hello ${oneLine(name)}, somebody asked for a new password for your account at Onebill.`,
      'The link works once, within an hour, and ends all your sessions. If it was not you, do nothing: your password stays as it is.',
    ],
    link: { words: 'Set a new password', url },
  }
}

/** A subject is a header: a name must not begin another. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
