'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import type { Decision } from '@/lib/domain/review'
import { DecisionBar } from './decision-buttons'
import { DecisionMeanings } from './decision-meanings'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import { AskDialog, DeactivateDialog } from './line-dialogs'
import { LineTools } from './line-tools'
import type { ShownLine } from './prepare-lines'
import { ReviewLine } from './review-line'
import { SignDialog } from './sign-dialog'
import { signFacts } from './sign-facts'
import type { TaskActions, TeamPerson } from './task-actions'
import { TaskHead } from './task-head'
import type { TaskAct } from './task-keys'
import { newsOf } from './task-news'
import {
  isUndecided,
  type LastDecision,
  nextUndecided,
  saidByOthers,
  shownOf,
  type ShownStanding,
  takenBackTo,
} from './task-state'
import { useOthers } from './use-others'
import { useInSight } from './use-in-sight'
import { afterSaying, useTask } from './use-task'
import { useTaskKeys } from './use-task-keys'

export interface TaskProps {
  /** As the actions take it. */
  period: string
  data: string
  state: 'open' | 'signed' | 'preview'
  revision: number
  lines: readonly (ShownLine & { standing: ShownStanding })[]
  /** Why nothing can be decided here; null: it can. */
  locked: string | null
  /** The line the address names. */
  asked: string | null
  me: string
  people: readonly TeamPerson[]
  /** "week 47 of 2026" */
  name: string
  /** Where open lines are asked again. */
  goesTo: string
  actions: TaskActions
}

type Front = { kind: 'ask' | 'deactivate'; line: ShownLine } | { kind: 'sign' }

/** The lines of a review, one before the others, decided by keys, by buttons or by thumb, together with whoever else is here. */
export function ReviewTask(props: TaskProps) {
  const { period, data, state, lines, locked, me, people, name, goesTo, actions } = props
  const router = useRouter()
  const task = useTask({ period, data, revision: props.revision, lines, action: actions.say })
  const order = lines.map(({ id }) => id)
  const [at, setAt] = useState<string | null>(() =>
    props.asked !== null && order.includes(props.asked)
      ? props.asked
      : (nextUndecided(order, task.state.lines, null) ?? order[0] ?? null),
  )
  const [hidden, setHidden] = useState<ReadonlySet<string> | null>(null)
  const [front, setFront] = useState<Front | null>(null)
  const [{ news, isReplaced }, setHeard] = useState({ news: '', isReplaced: false })
  const setNews = (text: string) => setHeard({ news: text, isReplaced: false })
  const [lost, setLost] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<{ line: string; sentence: string } | null>(null)
  const section = useRef<HTMLElement>(null)
  const isInSight = useInSight(section)
  const wantsFocus = useRef(false)
  const lastSaid = useRef<LastDecision | null>(null)

  const line = lines.find(({ id }) => id === at)
  const lineState = at === null ? undefined : task.state.lines.get(at)
  const shown = lineState && shownOf(lineState)
  const visible = order.filter((id) => id === at || !hidden?.has(id) || task.unsaved.includes(id))
  const states = order.flatMap((id) => task.state.lines.get(id) ?? [])
  const decided = states.filter((one) => !isUndecided(one)).length
  const nameOf = (email: string) => people.find((person) => person.email === email)?.name ?? email

  const go = (id: string | null) => {
    if (id !== null && id === at) return focusLine(id)
    wantsFocus.current = true
    setAt(id)
    const address = new URL(window.location.href)
    if (id === null) address.searchParams.delete('line')
    else address.searchParams.set('line', id)
    window.history.replaceState(null, '', address)
  }
  useEffect(() => {
    if (!wantsFocus.current || front !== null || at === null) return
    wantsFocus.current = false
    focusLine(at)
  }, [at, front, hidden])

  const close = () => {
    wantsFocus.current = true
    setFront(null)
  }
  const move = (by: 1 | -1) => {
    const place = at === null ? (by === 1 ? -1 : visible.length) : visible.indexOf(at)
    const next = visible[place + by]
    go(next ?? at)
    if (next === undefined) setNews(by === 1 ? 'This is the last line.' : 'This is the first line.')
  }
  const wish = (
    id: string,
    change: { decision?: Decision | null; note?: string | null; assignee?: string | null },
    seen?: number,
  ) => {
    const current = task.now().lines.get(id)
    if (!current) return
    const { decision, note, assignee } = shownOf(current)
    task.say(id, { decision, note, assignee, ...change }, seen)
  }
  const decide = (decision: Decision) => {
    if (!line || !shown) return
    const verb = DECISION_WORDS[decision]
    if (locked !== null) return setNews(locked)
    if (shown.deactivatedAt) return setNews('This key is deactivated: there is nothing left to decide.')
    if (!line.offered.includes(decision)) return setNews(`“${verb}” does not fit this line.`)
    if (shown.decision !== decision) {
      wish(line.id, { decision })
      lastSaid.current = { line: line.id, before: shown.decision, decision }
    }
    const replaced = shown.decision !== null && shown.decision !== decision ? shown.decision : null
    if (replaced) setHeard({ news: `“${DECISION_WORDS[replaced]}” became “${verb}”`, isReplaced: true })
    if (hidden) setHidden(new Set(hidden).add(line.id))
    if (line.key && (decision === 'deactivate' || decision === 'ask'))
      return setFront({ kind: decision, line })
    const next = nextUndecided(order, task.now().lines, line.id)
    if (!replaced) setNews(next === null ? `${verb}. Everything is decided.` : `${verb}.`)
    if (next !== null) go(next)
  }
  const undo = () => {
    if (locked !== null) return setNews(locked)
    const said = lastSaid.current
    const id = isReplaced && said ? said.line : shown?.decision ? at : (said?.line ?? null)
    const one = id === null ? undefined : task.now().lines.get(id)
    if (id === null || !one || isUndecided(one)) return setNews('There is no decision to take back.')
    if (shownOf(one).deactivatedAt)
      return setNews('Its key is deactivated: reactivate it on its own page first.')
    const before = takenBackTo(said, id, shownOf(one))
    wish(id, { decision: before })
    if (said?.line === id) lastSaid.current = null
    setNews(before ? `Taken back: “${DECISION_WORDS[before]}” stands again.` : 'Taken back.')
    if (before === null && hidden?.has(id)) setHidden(new Set([...hidden].filter((other) => other !== id)))
    go(id)
  }
  const filter = () => {
    setHidden(
      hidden ? null : new Set(order.filter((id) => shownOf(task.state.lines.get(id)!).decision !== null)),
    )
  }
  const act = (what: TaskAct) => {
    setNews('')
    switch (what.kind) {
      case 'move':
        return move(what.by)
      case 'decide':
        return decide(what.decision)
      case 'undo':
        return undo()
      case 'note':
        return document.getElementById(`note-${at}`)?.focus()
      case 'open':
        return line && router.push(line.path)
      case 'filter':
        return filter()
      case 'sign':
        return state !== 'open' || locked !== null ? setNews(locked ?? '') : setFront({ kind: 'sign' })
    }
  }

  useTaskKeys(front === null, act)
  useOthers({
    address: () =>
      state === 'preview'
        ? null
        : `/review.json?${new URLSearchParams({ period, data, after: String(task.now().revision) })}`,
    hear: (heard) => {
      setLost(null)
      const others = saidByOthers(task.now(), heard.lines)
      task.tell({ kind: 'heard', revision: heard.revision, standings: heard.lines })
      if (others.length > 0) setNews(others.map((one) => newsOf(one, lines, nameOf)).join(' '))
      if (heard.lines.some(({ id }) => !order.includes(id))) router.refresh()
      if (heard.state === null || heard.state === state) return
      setNews(heard.state === 'signed' ? 'This review was signed meanwhile.' : 'This review was reopened.')
      router.refresh()
    },
    lose: setLost,
  })

  const sign = state === 'open' && locked === null ? () => setFront({ kind: 'sign' }) : null
  return (
    <section ref={section} aria-label="Lines" className="no-print max-sm:pb-28">
      {order.length > 0 && <DecisionMeanings />}
      <TaskHead
        {...{ decided, news, lost, sign }}
        takeBack={isReplaced && locked === null ? undo : null}
        isPreview={state === 'preview'}
        total={order.length}
        isSaving={task.isSaving}
        unsaved={task.unsaved.length}
        showUnsaved={() => go(task.unsaved[0] ?? at)}
        isFiltered={hidden !== null}
        filter={filter}
      />
      {order.length === 0 && state !== 'preview' && (
        <EmptyState
          title="Nothing to decide"
          actions={
            sign && (
              <Button variant="primary" onClick={sign}>
                Sign
              </Button>
            )
          }
        >
          {sign
            ? 'No line asks for a decision: look at the figures, sign, and go.'
            : 'No line asks for a decision.'}
        </EmptyState>
      )}
      {hidden && visible.length === 0 && <EmptyState title="Everything is decided" />}
      <ol aria-label="Lines to decide on">
        {lines.map((one) => {
          const stands = task.state.lines.get(one.id)
          if (!stands || !visible.includes(one.id)) return null
          return (
            <ReviewLine
              key={one.id}
              line={one}
              state={stands}
              isOpen={one.id === at}
              stage={state}
              me={me}
              nameOf={nameOf}
              choose={() => {
                setNews('')
                go(one.id === at ? null : one.id)
              }}
            >
              {outcome?.line === one.id && (
                <Notice tone="warning" title="Not confirmed">
                  {outcome.sentence}
                </Notice>
              )}
              <LineTools
                line={one}
                state={stands}
                isPreview={state === 'preview'}
                locked={locked}
                people={people}
                nameOf={nameOf}
                decide={decide}
                undo={undo}
                open={(kind) => setFront({ kind, line: one })}
                save={(change, seen) => wish(one.id, change, seen)}
                sayAgain={(again) => task.say(one.id, again)}
                drop={() => {
                  task.tell({ kind: 'dropped', line: one.id })
                  go(one.id)
                }}
                leave={() => focusLine(one.id)}
              />
            </ReviewLine>
          )
        })}
      </ol>
      {line && state === 'open' && isInSight && (
        <DecisionBar
          place={`${order.indexOf(line.id) + 1} of ${order.length}`}
          name={line.subjectName}
          offered={locked === null && !shown?.deactivatedAt ? line.offered : []}
          chosen={shown?.decision ?? null}
          decide={decide}
          move={(by) => {
            setNews('')
            move(by)
          }}
          undo={locked === null && shown?.decision && !shown.deactivatedAt ? undo : null}
        />
      )}
      {front?.kind === 'sign' && (
        <SignDialog
          {...{ period, data, close }}
          title={`Sign ${name}?`}
          facts={signFacts(states, goesTo)}
          action={afterSaying(task, actions.sign)}
          done={() => {
            close()
            router.refresh()
          }}
        />
      )}
      {front?.kind === 'ask' && front.line.key && (
        <AskDialog apiKey={front.line.key} actions={actions.askOwner} close={close} />
      )}
      {front?.kind === 'deactivate' && front.line.key && (
        <DeactivateDialog
          {...{ period, data, close }}
          line={front.line}
          apiKey={front.line.key}
          offer={actions.offerDeactivation}
          deactivate={afterSaying(task, actions.deactivate)}
          done={({ standing, sentence }) => {
            const { id } = front.line
            if (standing) task.tell({ kind: 'heard', revision: 0, standings: [{ id, standing }] })
            setOutcome(sentence === null ? null : { line: id, sentence })
            setNews(sentence ?? 'Deactivated, confirmed by Anthropic.')
          }}
        />
      )}
    </section>
  )
}

function focusLine(id: string) {
  const button = document.getElementById(`line-${id}`)
  button?.focus({ preventScroll: true })
  button?.scrollIntoView({ block: 'nearest' })
}
