'use client'

/** What each column of a chart says on hover; in the browser too, so that hundreds travel as their words alone. */
export function ColumnTitles({
  titles,
  step,
  height,
}: {
  titles: readonly string[]
  step: number
  height: number
}) {
  return titles.map((title, index) => (
    <rect key={index} x={index * step} width={step} height={height} fill="transparent">
      <title>{title}</title>
    </rect>
  ))
}
