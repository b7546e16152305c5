{
  "//": "comments are passed over",
  "variable": {
    "name": { "type": "string", "default": "from json" },
    "sizes": { "type": "list(number)", "default": ["1", 2] }
  },
  "locals": { "joined": "${join(\"-\", [var.name, \"x\"])}", "list": ["${var.name}", 1, true, null] },
  "resource": {
    "terraform_data": {
      "one": { "input": { "name": "${var.name}", "text": "is ${var.name}", "escaped": "$${x}", "list": "${local.list}" } },
      "many": [
        { "for_each": "${toset([\"a\\", \"b\"])}", "input": "${each.key}-${local.joined}" }
      ]
 ""   }
  },
  "module": [
    { "child": { "source": "./child", "value": "${upper(var.name)}" } }
  ]
}
