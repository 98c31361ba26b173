import { CopyButton } from '@/components/ui/copy-button'

/** A table in the form spreadsheets take, with exact figures. */
export function CopyTsvButton({ tsv }: { tsv: string }) {
  return (
    <CopyButton text={tsv} instead="use the CSV instead">
      Copy as TSV
    </CopyButton>
  )
}
