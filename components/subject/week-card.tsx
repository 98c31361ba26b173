import { Card, CardHeader } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { More } from '@/components/ui/more'
import { Table, Td, Th } from '@/components/ui/table'
import { type PreparedWeek, SHADES, WEEKDAYS } from './prepare-week'

const CELL = 10
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** When in the week it is spent: seven rows of 24 hours, and the same as a table. */
export function WeekCard({ week }: { week: PreparedWeek }) {
  const { rows, most, period, leftOut } = week
  return (
    <Card>
      <CardHeader
        title="By hour of the week"
        description={[`${period}, hours in UTC. ${most}`, leftOut].filter(Boolean).join(' ')}
      />
      <div className="flex max-w-3xl gap-2">
        <ul aria-hidden className="text-ink-3 flex flex-col justify-around text-xs">
          {WEEKDAYS.map((day) => (
            <li key={day}>{day}</li>
          ))}
        </ul>
        <div className="min-w-0 flex-1">
          <svg
            role="img"
            aria-label={`Cost by hour of the week. ${most}`}
            viewBox={`0 0 ${24 * CELL} ${7 * CELL}`}
            preserveAspectRatio="none"
            className="h-[140px] w-full sm:h-[168px]"
          >
            {rows.map(({ day, cells }, row) =>
              cells.map(({ label, amount, shade }, hour) => (
                <rect
                  key={label}
                  x={hour * CELL + 0.5}
                  y={row * CELL + 0.5}
                  width={CELL - 1}
                  height={CELL - 1}
                  fill={shade === 0 ? 'var(--sunk)' : 'var(--api)'}
                  fillOpacity={shade === 0 ? 1 : shade / SHADES}
                >
                  <title>{`${day} ${label.slice(4)} UTC: ${amount.text}`}</title>
                </rect>
              )),
            )}
          </svg>
          <div aria-hidden className="text-ink-3 mt-1 flex justify-between text-xs">
            {['00:00', '06:00', '12:00', '18:00', '24:00'].map((hour) => (
              <span key={hour}>{hour}</span>
            ))}
          </div>
        </div>
      </div>
      <div className="mt-2">
        <More summary="As a table" label="Cost by hour of the week, as a table">
          <Table label="Cost by hour of the week, UTC">
            <thead>
              <tr>
                <Th>Hour</Th>
                {rows.map(({ day }) => (
                  <Th key={day} numeric>
                    {day}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {HOURS.map((hour) => (
                <tr key={hour}>
                  <Td className="whitespace-nowrap">{rows[0]?.cells[hour]?.label.slice(4)}</Td>
                  {rows.map(({ day, cells }) => (
                    <Td key={day} numeric>
                      {cells[hour]?.shade === 0 ? (
                        <span className="text-ink-3">–</span>
                      ) : (
                        <Money parts={cells[hour]?.amount ?? NOTHING} />
                      )}
                    </Td>
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr className="font-semibold">
                <Td>Sum</Td>
                {rows.map(({ day, total }) => (
                  <Td key={day} numeric>
                    <Money parts={total} />
                  </Td>
                ))}
              </tr>
            </tfoot>
          </Table>
        </More>
      </div>
    </Card>
  )
}

const NOTHING = { text: '–', whole: '–', cents: '' }
