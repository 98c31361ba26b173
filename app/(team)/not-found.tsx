import { WholePageMessage } from '@/components/shell/whole-page-message'
import { ButtonAnchor } from '@/components/ui/plain-button'

export default function NothingHere() {
  return (
    <WholePageMessage
      title="There is nothing here"
      actions={
        <ButtonAnchor href="/" variant="primary">
          Go to the timeline
        </ButtonAnchor>
      }
    >
      <p>The address is not complete, or what it led to was deleted. Nothing else is affected.</p>
    </WholePageMessage>
  )
}
