// The verbs of `lightship`, one file each. Every function adds its sub-command; choosing it sets `context.action`.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_VERBS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_VERBS_H_

#include "client/commands/context.h"

namespace CLI {
class App;
}

namespace lightship::commands {

void AddPki(CLI::App& app, Context& context);
void AddReport(CLI::App& app, Context& context);
void AddSubmit(CLI::App& app, Context& context);
void AddImport(CLI::App& app, Context& context);
void AddExport(CLI::App& app, Context& context);
void AddList(CLI::App& app, Context& context);
void AddShow(CLI::App& app, Context& context);
void AddWatch(CLI::App& app, Context& context);
void AddReceipt(CLI::App& app, Context& context);
void AddVerify(CLI::App& app, Context& context);
void AddEvidence(CLI::App& app, Context& context);
void AddScrub(CLI::App& app, Context& context);
void AddStatus(CLI::App& app, Context& context);
void AddAudit(CLI::App& app, Context& context);
void AddAudience(CLI::App& app, Context& context);
void AddWithdraw(CLI::App& app, Context& context);
void AddSimilar(CLI::App& app, Context& context);
void AddLink(CLI::App& app, Context& context);
void AddClassify(CLI::App& app, Context& context);
void AddConfirm(CLI::App& app, Context& context);
void AddRespond(CLI::App& app, Context& context);
void AddComment(CLI::App& app, Context& context);
void AddKey(CLI::App& app, Context& context);
void AddCosign(CLI::App& app, Context& context);
void AddAttachment(CLI::App& app, Context& context);
void AddBundle(CLI::App& app, Context& context);
void AddSpool(CLI::App& app, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_VERBS_H_
