import { type VersionFilter } from './filter.js';
/**
 * Reads a version filter:
 *
 *     filter := NAME "(" [ argument { "," argument } ] ")"
 *     argument := NAME "=" value | value
 *     value := filter | STRING | NAME | INTEGER
 *
 * White space and comments may stand between tokens. Each function says which parameters it has; positional arguments come first. A
 * `suffix` may be a filter or, by name, a string that holds one. Takes time linear in the text (kluctl v2.16,
 * pkg/utils/versions/latest_version_parse.go, without its defects: unknown names, text after the filter, arguments given twice).
 * @throws FilterError with the position of what is wrong; nothing else, whatever the text
 */
export declare function parseVersionFilter(text: string): VersionFilter;
