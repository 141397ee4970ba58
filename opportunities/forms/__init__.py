"""What people type about opportunities -> clean values."""

from .applying import AnswersForm, ApplicationSettingsForm, WithdrawForm
from .care import CareForm
from .decisions import DecisionForm, EndForm, LaterForm
from .job import JobForm, JobTermsForm
from .organisation import NEW, OrganisationForm
from .partners import CosponsorForm, PartnerAnswerForm, ShareForm
from .placement import MaybeForm, TermsForm, WorkForm
from .proposal import ProposalForm
from .scoping import AnswerCommentForm, AskForHelpForm, CommentForm, HandBackForm
from .skills import SkillsForm
from .steps import CheckForm, DataForm, ProblemForm, StepForm, WhenForm

__all__ = [
    "NEW",
    "AnswerCommentForm",
    "AnswersForm",
    "ApplicationSettingsForm",
    "AskForHelpForm",
    "CareForm",
    "CheckForm",
    "CommentForm",
    "CosponsorForm",
    "DataForm",
    "DecisionForm",
    "EndForm",
    "HandBackForm",
    "JobForm",
    "JobTermsForm",
    "LaterForm",
    "MaybeForm",
    "OrganisationForm",
    "PartnerAnswerForm",
    "ProblemForm",
    "ProposalForm",
    "ShareForm",
    "SkillsForm",
    "StepForm",
    "TermsForm",
    "WhenForm",
    "WithdrawForm",
    "WorkForm",
]
