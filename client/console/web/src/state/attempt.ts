// The name under which a draft is handed in: the desk signs what has one name once, so that a lost answer makes no second statement.
import { toBinary } from '@bufbuild/protobuf';
import { DraftSchema, type Draft } from '~/gen/lightship/console/v1/desk_pb';
import { hex, sha256 } from '~/proof/bytes';

const digestChars = 16;

// Another one as soon as the draft is another.
export async function attemptOf(name: string, draft: Draft): Promise<string> {
  return `${name}-${hex(await sha256(toBinary(DraftSchema, draft))).slice(0, digestChars)}`;
}
