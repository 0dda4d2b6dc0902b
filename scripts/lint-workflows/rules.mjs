import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { checkCall } from './call-rules.mjs'

const known = JSON.parse(readFileSync(new URL('actions.json', import.meta.url), 'utf8'))
const ours = /^kluctl-images\/kluctl-images(?:\/\.github\/workflows\/[\w-]+\.yml)?@(.+)$/

/**
 * What the threat model asks of a workflow (S-02, W-01, W-03) and no linter says: actions of others by their whole commit with the version in a
 * comment, permissions at the top, no `pull_request_target`, no text of others inside a script, and checkouts that say whether they keep the token.
 * And outputs that there are: `outputsOf` knows those of what `uses:` names, undefined where it does not. Of a call of ours, which `calledOf` reads:
 * what keeps the run from starting. Of an action: that its programs are there, which `hasFile` knows.
 */
export function checkRules({ name, kind, text }, { version, outputsOf, calledOf, hasFile }) {
  if (kind === 'action') return checkAction(name, text, hasFile)
  if (kind !== 'workflow') return []
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const found = []
  const lineOf = node => (node?.range ? lines.linePos(node.range[0]).line : 1)
  const tell = (node, message) => void found.push({ line: lineOf(node), message })
  const top = document.contents
  if (!isMap(top)) return [{ line: 1, message: 'the workflow is no mapping' }]
  if (!top.has('permissions')) tell(top, 'there is no permissions at the top; write permissions: {} and grant by job')
  const on = top.get('on', true)
  const events = isMap(on) ? on.items.map(({ key }) => key) : isSeq(on) ? on.items : [on]
  for (const event of events) {
    if (String(event) === 'pull_request_target')
      tell(event, 'pull_request_target runs with secrets on the files of a fork')
  }
  const jobs = top.get('jobs', true)
  checkOutputs('needs', isMap(jobs) ? jobs.items.map(({ key, value }) => [String(key), value]) : [])
  for (const { value: job } of isMap(jobs) ? jobs.items : []) {
    if (!isMap(job)) continue
    checkUses(job.get('uses', true))
    const called = calledOf(String(job.get('uses') ?? ''))
    if (called !== undefined) checkCall(job, top, called, tell)
    const written = job.get('steps', true)
    const steps = isSeq(written) ? written.items.filter(isMap) : []
    checkOutputs(
      'steps',
      steps.map(step => [step.get('id'), step]),
      job
    )
    for (const step of steps) {
      checkUses(step.get('uses', true))
      checkCheckout(step)
      checkScript(step.get('run', true))
      checkScript(step.getIn(['with', 'script'], true))
    }
  }
  return found

  function checkUses(node) {
    if (!isScalar(node)) return
    const uses = String(node.value)
    const own = ours.exec(uses)?.[1]
    const isPart = name.startsWith('.github/workflows/')
    if (own !== undefined) {
      const wanted = isPart ? `v${version}` : `v${version.split('.')[0]}`
      if (own !== wanted && !/^[0-9a-f]{40}$/.test(own)) tell(node, `${uses} is not at ${wanted}`)
      return
    }
    if (uses.startsWith('./')) return
    const [action, ref] = uses.split('@')
    if (!/^[0-9a-f]{40}$/.test(ref ?? '')) return tell(node, `${uses} is not pinned by its whole commit`)
    const comment = node.comment?.trim().split(/\s/)[0]
    if (!/^v\d+(?:\.\d+)*$/.test(comment ?? '')) return tell(node, `${uses} has no comment with its version`)
    if (known[action] === undefined) return tell(node, `${action} is not in actions.json; look at it and add it`)
    if (known[action].commit !== ref || known[action].version !== comment)
      tell(node, `${action} is to be ${known[action].commit} # ${known[action].version}, as everywhere`)
  }

  /** `places` are steps or jobs by the name that expressions within `scope` use. */
  function checkOutputs(context, places, scope = top) {
    const [from, to] = [scope.range[0], scope.range[2]]
    for (const [id, place] of places) {
      const outputs = isMap(place) && place.has('uses') ? outputsOf(String(place.get('uses'))) : undefined
      if (id === undefined || outputs === undefined) continue
      for (const found of text
        .slice(from, to)
        .matchAll(new RegExp(`\\b${context}\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))) {
        if (outputs.includes(found[1])) continue
        tell({ range: [from + found.index] }, `${place.get('uses')} has no output ${found[1]}`)
      }
    }
  }

  function checkCheckout(step) {
    if (!String(step.get('uses') ?? '').startsWith('actions/checkout@')) return
    if (step.getIn(['with', 'persist-credentials']) === undefined)
      tell(step, 'the checkout does not say persist-credentials: false')
  }

  function checkScript(node) {
    if (!isScalar(node)) return
    for (const [, expression] of String(node.value).matchAll(/\$\{\{((?:'[^']*'|(?!\}\}).)*)\}\}/gs)) {
      const others = expression.match(/\b(?:github\.(?:event|head_ref|ref_name)|inputs|steps|needs|env|vars)\b[\w.-]*/)
      if (others) tell(node, `${others[0]} is text of others inside a script; hand it in by env`)
    }
  }
}

/** The programs that an action names are files beside it: GitHub says so only when it runs. */
function checkAction(name, text, hasFile) {
  const lines = new LineCounter()
  const runs = parseDocument(text, { lineCounter: lines }).get('runs', true)
  if (!isMap(runs)) return []
  return ['pre', 'main', 'post'].flatMap(key => {
    const node = runs.get(key, true)
    if (!isScalar(node) || hasFile(posix.join(posix.dirname(name), String(node.value)))) return []
    return [{ line: lines.linePos(node.range[0]).line, message: `${key}: ${node.value} is not there` }]
  })
}
