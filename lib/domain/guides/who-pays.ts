import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import { BUNDLED_KEY_CASE } from './guide-cases'
import type { GuideDraft } from './guide-draft'
import { modelName } from './guide-facts'
import { WORKED_PROFILES } from './worked-profiles'

const MODEL = 'claude-opus-5-5'

export const whoPays: GuideDraft = {
  sources: [
    'Anthropic help article 12304248',
    'Claude Code’s documentation of authentication and costs (August 2026)',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'Claude Code takes the first credential it finds, and your plan is the last it looks for. A key that lies in the environment for another program wins: everything works as before, and is billed to the API.',
    },
    {
      kind: 'steps',
      items: [
        'A cloud provider, such as Bedrock, where one is set',
        '`ANTHROPIC_AUTH_TOKEN`',
        '`ANTHROPIC_API_KEY`: in a session it asks once and remembers; `claude -p` in scripts always takes it',
        'A command set as `apiKeyHelper`',
        '`CLAUDE_CODE_OAUTH_TOKEN`',
        'Profiles and workload identity',
        'The login with your subscription',
      ],
    },
    facts.where(() => {
      const cost = facts.cost(MODEL, WORKED_PROFILES.medium)
      return {
        kind: 'example',
        title: `A month of medium use with ${modelName(MODEL)}`,
        lines: [
          {
            what: `Signed in with ${facts.planName('max')}: the fee`,
            amount: facts.usd(facts.planPrice('max')),
          },
          { what: 'The same on a key, beside the fee', amount: facts.usd(cost.low) },
        ],
        result: `The variable alone makes ${facts.usd(cost.low)} of difference a month, and the plan is paid all the same.`,
      }
    }),
    { kind: 'heading', text: 'Check who pays' },
    {
      kind: 'text',
      text: 'In Claude Code, type `/status`. It names the login in use: your subscription, or an API key. The dollars that `/usage` shows to a subscriber are no bill.',
    },
    {
      kind: 'commands',
      where: 'macOS, Linux: is it set, without showing it',
      lines: ['[ -n "$ANTHROPIC_API_KEY" ] && echo set || echo not set'],
    },
    {
      kind: 'commands',
      where: 'macOS, Linux: where it comes from',
      lines: [
        'grep -ln ANTHROPIC_ ~/.zshrc ~/.zshenv ~/.zprofile ~/.bashrc ~/.bash_profile ~/.profile ~/.config/fish/config.fish 2>/dev/null',
      ],
    },
    {
      kind: 'commands',
      where: 'Windows PowerShell: is it set, and for whom',
      lines: [
        'Test-Path Env:ANTHROPIC_API_KEY',
        '"User", "Machine" | ForEach-Object { "$_ " + [bool][Environment]::GetEnvironmentVariable("ANTHROPIC_API_KEY", $_) }',
      ],
    },
    {
      kind: 'commands',
      where: 'A project: .env files and Claude Code’s own settings',
      lines: [
        'grep -ln ANTHROPIC_ .env .env.local .env.development .env.production .envrc 2>/dev/null',
        'grep -ln -e ANTHROPIC_ -e apiKeyHelper ~/.claude/settings.json .claude/settings.json .claude/settings.local.json 2>/dev/null',
      ],
    },
    {
      kind: 'text',
      text: 'Bundles that fill the environment, such as a 1Password environment, direnv or the secrets of a build server, set it where no file shows it. Look whether a command is started through `op run` or the like, and take the key out of that bundle, or start Claude Code outside of it.',
    },
    { kind: 'heading', text: 'Undo it' },
    {
      kind: 'commands',
      where: 'macOS, Linux: this shell, and one command without it',
      lines: [
        'unset ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN',
        'env -u ANTHROPIC_API_KEY -u ANTHROPIC_AUTH_TOKEN claude',
      ],
    },
    {
      kind: 'commands',
      where: 'Windows PowerShell: this window, and for good',
      lines: [
        'Remove-Item Env:ANTHROPIC_API_KEY',
        '[Environment]::SetEnvironmentVariable("ANTHROPIC_API_KEY", $null, "User")',
      ],
    },
    {
      kind: 'steps',
      items: [
        'Take the line out of the file that sets it. Give programs that need a key a name of their own for it, such as `MY_APP_ANTHROPIC_KEY`, and pass it on where it is used.',
        'Open a new shell, start Claude Code and type `/status`. If it still names a key, type `/logout`, then `/login`, and choose the subscription: choosing Console bills the API without any variable.',
        'Look at the key’s page here after the next sync: its spend should stop.',
      ],
    },
    { kind: 'heading', text: 'It happened' },
    { kind: 'cases', items: [...RULE_GUIDES['key-overrides-plan'].cases, BUNDLED_KEY_CASE] },
    {
      kind: 'doubt',
      text: 'Claude Code’s order of credentials is that of August 2026 and can change; `/status` tells what holds for you.',
    },
  ],
}
