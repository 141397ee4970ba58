"""Wagtail's core: pages, revisions, workflow, log. Public records lie here, and who edited them."""

from common.personal import part, personal

EDITING = "showing custodians who edited what, and putting a mistake right"
EDITORS = "custodians, in the editor"


def _editor(fields: str, *, why: str = EDITING, kept: str = "account", secret: bool = False):
    return part(fields, why=why, basis="interests", kept=kept, seen=EDITORS, secret=secret)


personal(
    "wagtailcore.Revision",
    "Drafts and edits of public records by you",
    _editor("user created_at"),
    about="user",
    plain="id content_type base_content_type approved_go_live_at",
    words={
        "object_id": "the id of a public record",
        "object_str": "the title of a public record",
        "content": "the fields of a public record; erasure takes a name out of it",
    },
)
for _model, _about in (
    ("wagtailcore.ModelLogEntry", {"object_id": "the id of a public record"}),
    ("wagtailcore.PageLogEntry", {}),
):
    personal(
        _model,
        "What you did in the editor",
        _editor("user timestamp"),
        about="user",
        plain="id content_type uuid revision content_changed deleted" + ("" if _about else " page"),
        words={
            "label": "the title of a public record; entries about a sign-in go with it",
            "action": "the verb, from a fixed list",
            "data": "which fields of a public record were changed",
            **_about,
        },
    )
personal(
    "wagtailcore.WorkflowState",
    "What you handed in to be approved",
    _editor("requested_by created_at"),
    about="requested_by",
    plain="id content_type base_content_type workflow status current_task_state",
    words={"object_id": "the id of a public record"},
)
personal(
    "wagtailcore.TaskState",
    "What you decided",
    _editor("finished_by finished_at comment", why="answering for decisions"),
    about="finished_by",
    plain="id workflow_state revision task status started_at content_type",
)
personal(
    "wagtailcore.Page",
    "Pages that you made",
    _editor("owner locked_by"),
    about="owner locked_by",
    plain="id depth numchild translation_key locale latest_revision live has_unpublished_changes "
    "first_published_at last_published_at live_revision go_live_at expire_at expired locked "
    "locked_at slug content_type latest_revision_created_at alias_of show_in_menus",
    words={
        "path": "the place in the tree",
        "title": "public words of the Forum",
        "draft_title": "public words of the Forum",
        "url_path": "a public address",
        "seo_title": "public words of the Forum",
        "search_description": "public words of the Forum",
    },
)
personal(
    "wagtailcore.Comment",
    "Your comments on drafts of pages",
    _editor("user text created_at updated_at resolved_by resolved_at"),
    about="user",
    plain="id page revision_created",
    words={"contentpath": "a place in a page", "position": "a place in a page"},
)
personal(
    "wagtailcore.CommentReply",
    "Your answers to comments",
    _editor("user text created_at updated_at"),
    about="user",
    plain="id comment",
)
personal(
    "wagtailcore.PageSubscription",
    "Pages whose comments are mailed to you",
    part(
        "user comment_notifications",
        why="mailing you what you asked for",
        basis="consent",
        kept="account",
        seen="you",
    ),
    about="user",
    plain="id page",
)
personal(
    "wagtailcore.APIToken",
    "Keys for programs",
    _editor("user name prefix created revoked_at last_used_at"),
    _editor("key_hash", secret=True),
    about="user",
    plain="id",
)
personal(
    "wagtailcore.UploadedFile",
    "Files on their way into the library",
    _editor("uploaded_by_user file"),
    about="uploaded_by_user",
    plain="id for_content_type",
)
personal(
    "wagtailadmin.EditingSession",
    "Records that you have open in the editor",
    _editor("user last_seen_at is_editing", why="warning two who edit the same record"),
    about="user",
    plain="id content_type",
    words={"object_id": "the id of a record"},
)
personal(
    "wagtailadmin.FormState",
    "What you typed in the editor and have not saved",
    _editor("user data last_updated_at", why="giving it back after a break"),
    about="user",
    plain="id content_type",
    words={"object_id": "the id of a record", "parent_object_id": "the id of a record"},
)
personal(
    "wagtailusers.UserProfile",
    "How you like the editor to look",
    part(
        "user submitted_notifications approved_notifications rejected_notifications "
        "updated_comments_notifications preferred_language current_time_zone avatar dismissibles "
        "theme contrast density keyboard_shortcuts",
        why="showing the editor as you set it",
        basis="contract",
        kept="account",
        seen="you",
    ),
    about="user",
    plain="id",
)
for _model in ("wagtaildocs.Document", "wagtailimages.Image"):
    _picture = _model.endswith("Image")
    personal(
        _model,
        "Pictures that you put into the library" if _picture else "Documents of the library",
        _editor("uploaded_by_user"),
        about="uploaded_by_user",
        plain="id collection created_at file_size"
        + (
            " width height focal_point_x focal_point_y focal_point_width focal_point_height"
            if _picture
            else ""
        ),
        words={
            "title": "public words of the Forum",
            "file": "a public file of the Forum",
            "file_hash": "a digest of that file",
            **({"description": "public words of the Forum"} if _picture else {}),
        },
    )
