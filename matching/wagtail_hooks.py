"""Where custodians read the weights of the score. They are changed by a later version, not here."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .models import WeightSet


class ReadOnly(ModelPermissionPolicy):
    """Nobody adds, changes or deletes, not even a superuser: old runs must stay replayable."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user, action: str, instance) -> bool:
        return self.user_has_permission(user, action)


class WeightSetViewSet(ModelViewSet):
    """The list of weight sets and what each holds."""

    model = WeightSet
    icon = "sliders"
    menu_label = "Matching weights"
    menu_order = 600
    add_to_admin_menu = True
    inspect_view_enabled = True
    inspect_view_fields = ["name", "version", "is_current", "created", "values"]
    list_display = ["name", "version", "is_current", "created"]
    exclude_form_fields = ["created"]
    copy_view_enabled = False


register_permission_policy(WeightSet, ReadOnly(WeightSet))


@hooks.register("register_admin_viewset")
def register_weights() -> WeightSetViewSet:
    """Put it in the admin's menu."""
    return WeightSetViewSet("matching_weights")
