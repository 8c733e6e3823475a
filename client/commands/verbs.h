// The verbs of `lightship`, one file each. Every function adds its sub-command; choosing it sets `context.action`.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_VERBS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_VERBS_H_

#include "client/commands/verb.h"

namespace lightship::commands {

void AddSetup(Verb app, Context& context);
void AddDoctor(Verb app, Context& context);
void AddPki(Verb app, Context& context);
void AddReport(Verb app, Context& context);
void AddSubmit(Verb app, Context& context);
void AddImport(Verb app, Context& context);
void AddExport(Verb app, Context& context);
void AddList(Verb app, Context& context);
void AddStats(Verb app, Context& context);
void AddShow(Verb app, Context& context);
void AddWatch(Verb app, Context& context);
void AddReceipt(Verb app, Context& context);
void AddVerify(Verb app, Context& context);
void AddEvidence(Verb app, Context& context);
void AddScrub(Verb app, Context& context);
void AddStatus(Verb app, Context& context);
void AddTop(Verb app, Context& context);
void AddAudit(Verb app, Context& context);
void AddArea(Verb app, Context& context);
void AddAudience(Verb app, Context& context);
void AddWithdraw(Verb app, Context& context);
void AddSimilar(Verb app, Context& context);
void AddLink(Verb app, Context& context);
void AddClassify(Verb app, Context& context);
void AddConfirm(Verb app, Context& context);
void AddRespond(Verb app, Context& context);
void AddComment(Verb app, Context& context);
void AddDispute(Verb app, Context& context);
void AddCorrect(Verb app, Context& context);
void AddExercise(Verb app, Context& context);
void AddNotice(Verb app, Context& context);
void AddContact(Verb app, Context& context);
void AddKey(Verb app, Context& context);
void AddCosign(Verb app, Context& context);
void AddAttachment(Verb app, Context& context);
void AddBundle(Verb app, Context& context);
void AddSpool(Verb app, Context& context);
void AddConsole(Verb app, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_VERBS_H_
