import { WholePageMessage } from '@/components/shell/whole-page-message'
import { ButtonAnchor } from '@/components/ui/plain-button'

export default function Forbidden() {
  return (
    <WholePageMessage
      title="Your role does not allow this"
      actions={
        <ButtonAnchor href="/" variant="primary">
          Go to the timeline
        </ButtonAnchor>
      }
    >
      <p>Nothing was changed. If you need it, ask an owner of this Onebill for a higher role.</p>
    </WholePageMessage>
  )
}
