import { FIGURE_TABLE } from '@/components/timeline/figure-cell'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { Table, Th } from '@/components/ui/table'
import { TextRows } from '@/components/ui/text-rows'
import { type PreparedWeek, SHADES, WEEKDAYS } from './prepare-week'

const CELL = 10
const SHADE_STEPS = Array.from({ length: SHADES + 1 }, (_, shade) => shade)
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** When in the week it is spent: seven rows of 24 hours, and the same as a table. */
export function WeekCard({ week }: { week: PreparedWeek }) {
  const { rows, most, period, leftOut } = week
  return (
    <Card>
      <CardHeader
        title="By hour of the week"
        description={[
          `${period}, hours in UTC, ranked: the darker, the dearer; grey cost nothing. ${most}`,
          leftOut,
        ]
          .filter(Boolean)
          .join(' ')}
      />
      <div className="flex max-w-3xl gap-2">
        <ul
          aria-hidden
          className="text-ink-3 flex h-[140px] flex-col justify-around text-xs leading-none sm:h-[168px]"
        >
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
            {SHADE_STEPS.map((shade) => (
              <path
                key={shade}
                d={rows
                  .flatMap(({ cells }, row) =>
                    cells.map((cell, hour) =>
                      cell.shade === shade ? `M${hour * CELL + 0.5} ${row * CELL + 0.5}h9v9h-9z` : '',
                    ),
                  )
                  .join('')}
                fill={shade === 0 ? 'var(--sunk)' : 'var(--api)'}
                fillOpacity={shade === 0 ? 1 : shade / SHADES}
              />
            ))}
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
          <Table
            label="Cost by hour of the week, UTC"
            className={`${FIGURE_TABLE} [&_td:last-child]:text-right!`}
          >
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
              <TextRows
                rows={HOURS.map((hour) => [
                  rows[0]?.cells[hour]?.label.slice(4) ?? '',
                  ...rows.map(({ cells }) => (cells[hour]?.shade ? cells[hour].amount.text : '–')),
                ])}
              />
            </tbody>
            <tfoot>
              <tr className="font-semibold">
                <td>Sum</td>
                {rows.map(({ day, total }) => (
                  <td key={day}>{total.text}</td>
                ))}
              </tr>
            </tfoot>
          </Table>
        </More>
      </div>
    </Card>
  )
}
