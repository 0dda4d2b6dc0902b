import type { OptionShape } from './option-table.ts'

/** Options about how a run is told: to reviewers, to later steps, to whoever looks at the job. */
export const reviewOptions = [
  {
    name: 'comment',
    kind: 'choice',
    choices: ['always', 'on-change', 'on-failure', 'never'],
    default: 'on-change',
    value: 'WHEN',
    help: 'When to comment on the pull request: always, on-change, on-failure or never. An existing comment is kept up to date.',
    actionOnly: true
  },
  {
    name: 'comment-tag',
    kind: 'text',
    default: '',
    value: 'TEXT',
    help: 'Identity of the comment; derived from workflow, job, target, project and output file if empty, set it where the jobs of a matrix differ in none of these.'
  },
  {
    name: 'comment-file',
    kind: 'text',
    default: '',
    value: 'FILE',
    help: 'Write the text of the comment into this file as well, for a CI system that posts it by itself.'
  },
  {
    name: 'pr-number',
    kind: 'text',
    default: '',
    value: 'NUMBER',
    help: 'Pull request to comment on, where the event is about none, as workflow_dispatch, schedule and push.',
    actionOnly: true
  },
  {
    name: 'commit-subjects',
    kind: 'boolean',
    default: 'false',
    value: '',
    help: 'List the commits between the old and the new image, for sources of the same GitHub organisation; needs a token that may read them.',
    actionOnly: true
  },
  {
    name: 'job-summary',
    kind: 'boolean',
    default: 'true',
    value: '',
    help: 'Write the job summary.',
    actionOnly: true
  },
  {
    name: 'artifact-name',
    kind: 'text',
    default: 'fixed-images',
    value: 'NAME',
    help: 'Name of the artifact with the fixed-images file, the report and the whole diff; empty for none. Jobs of a matrix need a name each.',
    actionOnly: true
  },
  {
    name: 'artifact-retention-days',
    kind: 'text',
    default: '30',
    value: 'DAYS',
    help: 'Days that the artifact is kept, at most what the repository allows.',
    actionOnly: true
  },
  {
    name: 'artifact-required',
    kind: 'boolean',
    default: 'false',
    value: '',
    help: 'Fail where the artifact cannot be uploaded, instead of a warning.',
    actionOnly: true
  },
  {
    name: 'mode',
    kind: 'choice',
    choices: ['resolve', 'comment', 'merge'],
    default: 'resolve',
    value: 'MODE',
    help: 'What to do: resolve is the whole work; merge makes one result of the records of other jobs; comment only posts what the artifact of another run says, on workflow_run, for pull requests from forks.',
    actionOnly: true
  },
  {
    name: 'records',
    kind: 'lines',
    default: '',
    value: 'PATH',
    help: 'With mode: merge, the report files to put together, or folders that are searched for images-report.json, one a line.',
    actionOnly: true
  },
  {
    name: 'targets',
    kind: 'list',
    default: '',
    value: 'NAME',
    help: 'With a merge, the targets that the records must be of, all of them and no other: nothing else tells that the job of a target left no record, and its images would go from a file that targets share.',
    mergeOnly: true
  },
  {
    name: 'allow-untrusted-templates',
    kind: 'choice',
    choices: ['never', 'no-credentials'],
    default: 'never',
    value: 'WHEN',
    help: 'Whether files of a fork are rendered on events that come with secrets, as pull_request_target: never stops there; no-credentials renders them and asks registries without login.',
    actionOnly: true
  },
  {
    name: 'github-token',
    kind: 'text',
    default: '${{ github.token }}',
    value: 'TOKEN',
    help: 'Token for the comment; needs pull-requests: write.',
    actionOnly: true
  }
] as const satisfies readonly OptionShape[]
