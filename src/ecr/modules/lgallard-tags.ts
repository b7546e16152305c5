/** The tags that lgallard/ecr/aws makes of its inputs. */

/** Tags that describe the same person, project and so on in every template. */
const DESCRIBED = `CreatedBy = "Terraform", ManagedBy = "Terraform", Environment = var.default_tags_environment, Owner = var.default_tags_owner, Project = var.default_tags_project`;

export const LGALLARD_TAGS = `
locals {
  tag_templates = {
    basic           = { ${DESCRIBED} }
    cost_allocation = { ${DESCRIBED}, CostCenter = var.default_tags_cost_center, BillingProject = var.default_tags_project, ResourceType = "ECR", Service = "ECR", Billable = "true" }
    compliance      = { ${DESCRIBED}, CostCenter = var.default_tags_cost_center, DataClass = "Internal", Compliance = "Required", BackupRequired = "true", MonitoringLevel = "Standard", SecurityReview = "Required" }
    sdlc            = { ${DESCRIBED}, Application = var.default_tags_project, Version = "latest", DeploymentStage = var.default_tags_environment, LifecycleStage = var.default_tags_environment, MaintenanceWindow = "weekend" }
  }

  default_tags = !var.enable_default_tags ? {} : var.default_tags_template != null ? {
    for key, value in local.tag_templates[var.default_tags_template] : key => value if value != null
  } : { for key, value in { ${DESCRIBED}, CostCenter = var.default_tags_cost_center } : key => value if value != null }

  raw_tags = merge(local.default_tags, var.tags)
  words    = { for key in keys(local.raw_tags) : key => [for word in split(" ", replace(replace(key, "_", " "), "-", " ")) : word if word != ""] }

  tag_keys = {
    for key, words in local.words : key =>
    !var.enable_tag_normalization || var.tag_key_case == null ? key :
    var.tag_key_case == "PascalCase" ? join("", [for word in words : title(lower(word))]) :
    var.tag_key_case == "camelCase" ? join("", [for i, word in words : i == 0 ? lower(word) : title(lower(word))]) :
    var.tag_key_case == "snake_case" ? join("_", [for word in words : lower(word)]) :
    var.tag_key_case == "kebab-case" ? join("-", [for word in words : lower(word)]) : key
  }

  tags = merge(
    {
      for key, value in local.raw_tags : local.tag_keys[key] =>
      var.enable_tag_normalization && var.normalize_tag_values ? trimspace(tostring(value)) : tostring(value)
    },
    { Name = var.name },
  )
}
`;
