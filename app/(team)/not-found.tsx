import { WholePageMessage } from '@/components/shell/whole-page-message'
import { ButtonLink } from '@/components/ui/button'

export default function NothingHere() {
  return (
    <WholePageMessage
      title="There is nothing here"
      actions={
        <ButtonLink href="/" variant="primary">
          Go to the timeline
        </ButtonLink>
      }
    >
      <p>The address is not complete, or what it led to was deleted. Nothing else is affected.</p>
    </WholePageMessage>
  )
}
