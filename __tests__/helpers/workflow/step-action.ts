import { actionNode } from '../nodes.ts'
import { runAction } from '../runner.ts'
import { type JobFrame, masked, runnerVariables, type StepEnd } from './job-frame.ts'

/** Whether `uses:` names our Action, at whatever version. */
export function isOurAction(uses: string): boolean {
  return /^kluctl-images\/kluctl-images@\S+$/.test(uses)
}

/** Runs our Action as a runner does: its dist, with Node 24. */
export async function runOurAction(
  frame: JobFrame,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>
): Promise<StepEnd> {
  const { run } = frame
  const secrets = [frame.token, ...Object.values(frame.call.secrets)].filter(secret => secret.length >= 4)
  const result = await runAction({
    action: run.action,
    workspace: frame.workspace,
    inputs,
    eventName: run.eventName,
    event: run.event,
    token: frame.token,
    apiUrl: run.gateway.url,
    sha: run.sha,
    run: `${run.runId}-1`,
    artifacts: run.artifacts.service,
    node: actionNode,
    env: { ...run.machine, ...runnerVariables(frame), ...env },
    secrets
  })
  run.problems.push(...result.problems.map(problem => `${frame.id}: ${problem}`))
  const annotations = result.annotations.map(({ level, message }) => `${level}: ${message}`)
  const log = [result.log, ...annotations.filter(line => !result.log.includes(line))].join('\n')
  return {
    ok: result.exitCode === 0,
    outputs: result.outputs,
    log: masked(log, frame.masks),
    summary: result.summary
  }
}
