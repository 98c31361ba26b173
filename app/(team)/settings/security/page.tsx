import type { Metadata } from 'next'
import { NewRecoveryCodes } from '@/components/settings/new-recovery-codes'
import { PublicGuidesSwitch } from '@/components/settings/public-guides-switch'
import { RequireTwoFactor } from '@/components/settings/require-two-factor'
import { TurnTwoFactorOff } from '@/components/settings/turn-two-factor-off'
import { TwoFactorSetup } from '@/components/settings/two-factor-setup'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { currentSession } from '@/lib/auth/current-session'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { formatInstant } from '@/lib/format'
import { getOwnAccount } from '@/lib/queries/own-account'
import { areGuidesPublic } from '@/lib/queries/public-guides'
import { getSecuritySettings } from '@/lib/queries/security-settings'
import {
  beginTwoFactor,
  confirmTwoFactor,
  newRecoveryCodes,
  setPublicGuides,
  setRequirement,
  turnTwoFactorOff,
} from './actions'

export const metadata: Metadata = { title: 'Security' }

export default async function SecurityPage() {
  const viewer = await requireViewer()
  const session = await currentSession()
  const [own, settings] = await Promise.all([getOwnAccount(viewer), getSecuritySettings(viewer)])
  const mayRequire = isAllowed(viewer.role, 'manage_security')
  return (
    <>
      <PageHeader
        title="Security"
        description="A second factor keeps your account yours when somebody learns your password."
      />
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        {session?.mustSetUpTwoFactor && (
          <Notice tone="warning" title="Set up two-factor first.">
            An owner requires it of admins and owners. Until then you can look at everything here, and change
            nothing.
          </Notice>
        )}
        <Card>
          <CardHeader
            title="Two-factor"
            description={
              own.twoFactorSince
                ? `On since ${formatInstant(own.twoFactorSince, viewer.timeZone)}. Signing in asks for a code of your authenticator app.`
                : 'With it, signing in also asks for six digits that an authenticator app on your phone shows.'
            }
          />
          {own.twoFactorSince ? (
            <div className="grid grid-cols-1 gap-2">
              <p className={own.recoveryCodesLeft < 3 ? 'text-warn' : undefined}>
                {own.recoveryCodesLeft} of 10 recovery codes left, for the day you lose your phone.
              </p>
              <More summary="Make new recovery codes">
                <NewRecoveryCodes action={newRecoveryCodes} />
              </More>
              <More summary="Turn two-factor off">
                <TurnTwoFactorOff action={turnTwoFactorOff} hasPassword={own.hasPassword} />
              </More>
            </div>
          ) : (
            <TwoFactorSetup begin={beginTwoFactor} confirm={confirmTwoFactor} />
          )}
        </Card>
        {mayRequire && (
          <Card>
            <CardHeader
              title="Required of admins and owners"
              description="They can manage connections and people. With this, whoever of them has no two-factor can only look until they set it up."
            />
            <RequireTwoFactor
              action={setRequirement}
              required={settings.twoFactorRequired}
              without={settings.without}
            />
          </Card>
        )}
        {isAllowed(viewer.role, 'open_guides') && (
          <Card>
            <CardHeader
              title="Guides without signing in"
              description="Strangers then read the guides with Anthropic’s list prices: no figure of yours, no price entered here, no name."
            />
            <PublicGuidesSwitch action={setPublicGuides} open={await areGuidesPublic(viewer)} />
          </Card>
        )}
      </div>
    </>
  )
}
