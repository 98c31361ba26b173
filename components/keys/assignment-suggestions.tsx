/** Suggestions for the forms about keys, once a page: its fields name these lists. */
export function AssignmentSuggestions({
  suggestions: { owners, applications, environments, costCentres, tags },
}: {
  suggestions: {
    owners: readonly { email: string; name: string }[]
    applications: readonly string[]
    environments: readonly string[]
    costCentres: readonly string[]
    tags: readonly string[]
  }
}) {
  const lists = {
    'key-applications': applications,
    'key-environments': environments,
    'key-cost-centres': costCentres,
    'key-tags': tags,
  }
  return (
    <>
      <datalist id="key-owners">
        {owners.map(({ email, name }) => (
          <option key={email} value={email}>
            {name}
          </option>
        ))}
      </datalist>
      {Object.entries(lists).map(([id, words]) => (
        <datalist key={id} id={id}>
          {words.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      ))}
    </>
  )
}
