import { WholePageMessage } from '@/components/shell/whole-page-message'
import { ButtonLink } from '@/components/ui/button'

export default function Forbidden() {
  return (
    <WholePageMessage
      title="Your role does not allow this"
      actions={
        <ButtonLink href="/" variant="primary">
          Go to the timeline
        </ButtonLink>
      }
    >
      <p>Nothing was changed. If you need it, ask an owner of this Onebill for a higher role.</p>
    </WholePageMessage>
  )
}
