"""What workers do."""

from eventreg.councils.retention import RUN_RETENTION, run_retention
from eventreg.invitations.actions.campaigns import QUEUE_MAILINGS
from eventreg.invitations.actions.queueing import free_mailings, queue_mailings
from eventreg.invitations.actions.reminders import SEND_REMINDERS, send_reminders
from eventreg.invitations.asked_links import send_asked_links
from eventreg.invitations.news import tell_news
from eventreg.invitations.waiting_lists import TEND_WAITING_LISTS, tend_waiting_lists
from eventreg.jobs.job import DELIVERY, Job
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.link_requests import SEND_LINKS
from eventreg.mail.mailbox import READ_MAILBOX, read_mailbox
from eventreg.mail.outbox import DELIVER_LETTERS, free_leases
from eventreg.office.imports.carrying_out import carry_out_import, take_back_import
from eventreg.office.imports.checking import check_import
from eventreg.office.imports.forgetting import FORGET, forget_imports
from eventreg.office.imports.resuming import RESUME, resume_imports
from eventreg.office.imports.running import CARRY_OUT, CHECK, UNDO
from eventreg.sessions.news import TELL_NEWS

JOBS: tuple[Job, ...] = (
    Job(DELIVER_LETTERS, deliver_letters, schedule="*/5 * * * * *", lane=DELIVERY, free=free_leases),
    Job(SEND_LINKS, send_asked_links, schedule="50 * * * * *"),
    Job(TEND_WAITING_LISTS, tend_waiting_lists, schedule="20 * * * * *"),
    Job(SEND_REMINDERS, send_reminders, schedule="0 */10 * * * *"),
    Job(READ_MAILBOX, read_mailbox, schedule="30 * * * * *"),
    Job(QUEUE_MAILINGS, queue_mailings, schedule="*/10 * * * * *", free=free_mailings),
    Job(TELL_NEWS, tell_news, schedule="5-59/10 * * * * *"),
    Job(RUN_RETENTION, run_retention, schedule="0 30 21 * * *"),  # 02:30 in Kazakhstan
    Job(CHECK, check_import),
    Job(CARRY_OUT, carry_out_import),
    Job(UNDO, take_back_import),
    Job(RESUME, resume_imports, schedule="40 */10 * * * *"),
    Job(FORGET, forget_imports, schedule="0 20 22 * * *"),  # at night in Kazakhstan
)
