// One client for each service. Every view asks through these.
import { createClient } from '@connectrpc/connect';
import { DeskService } from '~/gen/lightship/console/v1/desk_pb';
import { AttachmentService } from '~/gen/lightship/v1/attachment_pb';
import { DirectoryService } from '~/gen/lightship/v1/contact_pb';
import { IncidentService } from '~/gen/lightship/v1/incident_pb';
import { NodeService } from '~/gen/lightship/v1/node_pb';
import { NoticeService } from '~/gen/lightship/v1/notice_pb';
import { StatisticsService } from '~/gen/lightship/v1/statistics_pb';
import { SubmissionService } from '~/gen/lightship/v1/submission_pb';
import { transport } from './transport';

export const desk = createClient(DeskService, transport);
export const incidents = createClient(IncidentService, transport);
export const statistics = createClient(StatisticsService, transport);
export const notices = createClient(NoticeService, transport);
export const directory = createClient(DirectoryService, transport);
export const node = createClient(NodeService, transport);
export const receipts = createClient(SubmissionService, transport);
export const attachments = createClient(AttachmentService, transport);
