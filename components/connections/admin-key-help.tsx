const link = 'text-accent underline underline-offset-2'

/** How to come by an Admin key, and what it can do. */
export function AdminKeyHelp() {
  return (
    <div className="text-ink-2 grid gap-4 text-sm">
      <div>
        <h3 className="text-ink font-medium">How to create an Admin key</h3>
        <ol className="mt-1 list-decimal space-y-1 pl-5">
          <li>
            Open the{' '}
            <a
              className={link}
              href="https://platform.claude.com/settings/admin-keys"
              rel="noreferrer"
              target="_blank"
            >
              Anthropic Console, Settings → Admin keys
            </a>
            . Only admins of the organisation see this page.
          </li>
          <li>Choose “Create Admin key” and call it, for example, “Onebill”.</li>
          <li>
            Choose how long it works. When it expires, syncs stop until you replace it here; no figure is
            lost.
          </li>
          <li>Copy it at once, the Console shows it only this time, and paste it here.</li>
        </ol>
      </div>
      <div>
        <h3 className="text-ink font-medium">You use the API with an individual account?</h3>
        <p className="mt-1">
          Individual accounts have no Admin keys. Create an organisation first, under Console → Settings →
          Organization. A Claude Pro or Max plan alone has nothing to connect: enter it under Plans.
        </p>
      </div>
      <div>
        <h3 className="text-ink font-medium">What Onebill does with it</h3>
        <p className="mt-1">
          An Admin key is all-powerful: Anthropic has no read-only kind. That is why Onebill has a switch of
          its own, on by default, that lets it read and nothing else. The key is encrypted on this machine, is
          sent to Anthropic alone, and appears on no page, in no log and in no answer of the API.
        </p>
      </div>
    </div>
  )
}
