import { escapeHtml } from '../mail'
import { NOT_KNOWN, type ToldDigest } from './told-digest'

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const NUMBER = 'text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums'

/** Each colour for light stands at its element, the one for dark in the sheet: property, light, dark. */
const INKS = {
  page: ['background-color', '#f4f2ec', '#101216'],
  card: ['background-color', '#ffffff', '#1b1e25'],
  ink: ['color', '#1c1d22', '#eceae4'],
  dim: ['color', '#565963', '#b2b4bd'],
  rule: ['border-color', '#c9c5ba', '#444955'],
  link: ['color', '#1f5fbf', '#86b3f7'],
} as const
type Ink = keyof typeof INKS

/**
 * A digest as HTML for mail: tables that every client draws, light colours where they are used, dark ones for who looks in the
 * dark, and pairs that keep their contrast where a client turns them round itself. Nothing is loaded, nothing runs, and no
 * colour says what words do not.
 */
export function reviewHtml(
  told: ToldDigest,
  { decide, stop }: { decide: string; stop: { words: string; url: string } },
): string {
  const { name, total, change, reason, caveat, open, sections, past, url, note } = told
  const preheader = [change, reason].filter((text) => text !== null).join(' ')
  const body = [
    paragraph(name, 'dim', 'margin:0 0 4px;font-size:14px;line-height:20px', 'h1'),
    paragraph(
      total,
      'ink',
      'margin:0;font-size:28px;line-height:34px;font-weight:600;font-variant-numeric:tabular-nums',
    ),
    paragraph(change, 'ink', 'margin:0;font-size:15px;line-height:22px'),
    ...(reason === null ? [] : [paragraph(reason, 'dim', 'margin:0;font-size:14px;line-height:20px')]),
    ...(caveat === null ? [] : [paragraph(caveat, 'dim', 'margin:0;font-size:14px;line-height:20px')]),
    paragraph(open, 'ink', 'margin:12px 0 0;font-size:14px;line-height:20px'),
    button(decide, url),
    figures(told),
    ...sections.map(section),
    ...(past.length === 0
      ? []
      : [
          heading('The review before'),
          paragraph(past.join(' '), 'ink', 'margin:0;font-size:14px;line-height:20px'),
        ]),
    paragraph(note, 'dim', 'margin:16px 0 0;font-size:12px;line-height:18px'),
    `<p ${styled('dim', 'margin:0;font-size:12px;line-height:18px')}>${anchor(stop.words, stop.url)}</p>`,
  ]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(name)}</title><style>${sheet()}</style></head><body ${styled('page', `margin:0;padding:0;${FONT}`)}><div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preheader)}${'&#847;&zwnj;&nbsp;'.repeat(40)}</div><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" ${styled('page', 'width:100%')}><tr><td align="center" style="padding:12px 6px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px"><tr><td align="left" ${styled(['card', 'rule'], `padding:16px;border-width:1px;border-style:solid;border-radius:8px;text-align:left;${FONT}`)}>${body.join('')}</td></tr></table></td></tr></table></body></html>`
}

function figures({ columns, rows }: ToldDigest): string {
  const cell = (tag: string, text: string, ink: Ink, more: string) =>
    `<${tag} ${styled([ink, 'rule'], `padding:4px 0 4px 8px;border-width:0 0 1px;border-style:solid;font-size:13px;line-height:18px;vertical-align:bottom;${more}`)}>${escapeHtml(text)}</${tag.split(' ')[0] ?? ''}>`
  const first = 'padding-left:0;text-align:left;'
  const head = [
    cell('th scope="col"', '', 'dim', `${first}font-weight:400`),
    ...[columns.now, columns.before, columns.change].map((text) =>
      cell('th scope="col"', text, 'dim', 'text-align:right;font-weight:400'),
    ),
  ]
  const lines = rows.map(({ label, now, before, change }, index) => {
    const weight = index === rows.length - 1 ? 'font-weight:600' : 'font-weight:400'
    return [
      cell('th scope="row"', label, 'ink', `${first}${weight}`),
      cell('td', now, 'ink', `${NUMBER};${weight}`),
      ...[before, change].map((text) =>
        cell('td', text ?? NOT_KNOWN, text === null ? 'dim' : 'ink', `${NUMBER};${weight}`),
      ),
    ]
  })
  const all = [head, ...lines].map((cells) => `<tr>${cells.join('')}</tr>`).join('')
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:12px 0 0;border-collapse:collapse">${all}</table>`
}

function section({ title, sentences }: ToldDigest['sections'][number]): string {
  const items = sentences.map((sentence) => `<li dir="auto" style="margin:0 0 2px">${words(sentence)}</li>`)
  return `${heading(title)}<ul ${styled('ink', 'margin:0;padding:0 0 0 18px;font-size:14px;line-height:20px;overflow-wrap:anywhere;word-break:break-word')}>${items.join('')}</ul>`
}

function heading(title: string): string {
  return paragraph(title, 'ink', 'margin:14px 0 2px;font-size:14px;line-height:20px;font-weight:600', 'h2')
}

/** Its border and underline stay where a client takes its background away. */
function button(words: string, url: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 0"><tr><td ${styled(['rule'], 'border-width:1px;border-style:solid;border-radius:8px')}><a href="${escapeHtml(url)}" ${styled('link', 'display:inline-block;padding:10px 16px;font-size:14px;line-height:20px;font-weight:600;text-decoration:underline')}>${escapeHtml(words)}</a></td></tr></table>`
}

function anchor(words: string, url: string): string {
  return `<a href="${escapeHtml(url)}" ${styled('link', 'text-decoration:underline')}>${escapeHtml(words)}</a>`
}

function paragraph(text: string, ink: Ink, style: string, tag = 'p'): string {
  return `<${tag} ${styled(ink, `${tag === 'h1' ? 'font-weight:400;' : ''}${style}`)}>${words(text)}</${tag}>`
}

/** No line ends between the sign of an amount and the rest of it. */
function words(text: string): string {
  return escapeHtml(text).replace(
    /[−+]+\$[\d,]+\.\d\d/g,
    (amount) => `<span style="white-space:nowrap">${amount}</span>`,
  )
}

function styled(inks: Ink | readonly Ink[], style: string): string {
  const all = typeof inks === 'string' ? [inks] : inks
  const colours = all.map((ink) => `${INKS[ink][0]}:${INKS[ink][1]}`)
  return `class="${all.join(' ')}" style="${[...colours, style].join(';')}"`
}

/** Dark colours: of who asks for them, and of Outlook, which asks in its own way. */
function sheet(): string {
  const rules = (prefix: string) =>
    Object.entries(INKS)
      .map(([name, [property, , dark]]) => `${prefix}.${name}{${property}:${dark} !important}`)
      .join('')
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${rules('')}}${rules('[data-ogsc] ')}`
}
