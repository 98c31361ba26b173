'use client'

/** Lines of a table that are plain words: in the browser too, so that many of them travel as words, not as markup told twice. */
export function TextRows({ rows }: { rows: readonly (readonly string[])[] }) {
  return rows.map((cells, row) => (
    <tr key={row}>
      {cells.map((cell, place) => (
        <td key={place}>{cell}</td>
      ))}
    </tr>
  ))
}
