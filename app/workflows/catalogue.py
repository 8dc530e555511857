"""Which trigger and node types a flow of each class may hold.

Many node types speak to services that Foyer does not have. A flow that holds them is kept as it
is, so that it can be exported again; a run that reaches one halts.
"""

from app.workflows.registry import node_specs

CLASS_LABELS = {
    "experience": "Experience",
    "cloud": "Application",
    "customNode": "Custom Node",
    "edge": "Edge",
    "embedded": "Embedded",
}

TRIGGERS: dict[str, dict[str, tuple[str, ...]]] = {
    "experience": {"endpoint": (), "flowError": ("scope",), "virtualButton": ()},
    "customNode": {"customNodeStart": (), "virtualButton": ()},
    "cloud": {
        "endpoint": ("experienceVersion",),
        "flowError": ("scope",),
        "virtualButton": (),
        "timer": ("seconds", "cron", "tz"),
        "webhook": (),
    },
}
"""By class: the trigger types, and the fields that the config of each may have."""

_KEPT = """
ArrayNode BranchOnChangeNode CSVDecodeNode CSVEncodeNode CreateExperienceGroupNode
CreateExperienceUserNode CryptoSignNode CryptoVerifyNode CustomNodeExecuteNode
DataTableDeleteRowNode DataTableInsertRowNode DataTableQueryNode DataTableUpdateRowNode
DateTimeNode DeleteExperienceUserNode ExperienceGroupSummaryNode ExperienceUserAuthNode
ExperienceUserTokenNode FileCreateNode FileGetNode GenerateIdNode GeofenceNode
GetExperienceGroupNode GetExperienceUserNode HashNode HtmlParserNode HttpNode JWTCreateNode
JWTDecodeNode JWTVerifyNode JsonDecodeNode JsonEncodeNode LatchNode LosantApiNode MathNode
MongoNode MqttMessageNode ObjectNode RandomNumberNode RawFunctionNode RedisNode
SamlLoginRedirectNode SamlVerifyNode SlackNode SqlNode StringNode StructureEmailNode
StructureSmsNode ThrottleNode TimeRangeNode UpdateExperienceGroupNode UpdateExperienceUserNode
ValidatePayloadNode VerifyDeviceNode VerifyExperienceGroupNode WorkflowTriggerNode

AwsLambdaNode AwsNode AwsS3Node AzureFunctionNode AzureNode CertificateCreateNode
CertificateReadNode CreateAccessKeyNode CreateDeviceNode CreateEventNode DatadogLogsWriteNode
DeleteEventNode DeviceChangeStateNode DeviceDeleteWorkflowNode DeviceSendCommandNode
EdgeDeployNode EventCreateNode EventDeleteNode EventGetNode EventUpdateNode FTPGetNode
FTPPutNode GaugeNode GetDeviceNode GetEventNode LogglyWriteNode MailgunNode NotebookExecuteNode
ParticleCallNode RegisterDeviceCertificateNode ResourceJobAcknowledgeNode
ResourceJobExecuteNode SalesforceNode SendgridEmailNode ServiceNowNode SnowflakeNode
SqsSendNode TimeSeriesNode TwilioSmsNode UpdateDeviceNode UpdateEventNode WebsocketMessageNode
WhatsAppNode
"""
KEPT = frozenset(_KEPT.split())
KEPT_PREFIXES = ("Aws", "Azure", "Google")
KEPT_ONLY = {"WebhookReplyNode": ("cloud", "customNode"), "CustomNodeCapNode": ("customNode",)}


def is_valid_node(kind: str, flow_class: str) -> bool:
    if spec := node_specs().get(kind):
        return flow_class in spec.classes
    if kind in KEPT_ONLY:
        return flow_class in KEPT_ONLY[kind]
    return kind in KEPT or kind.startswith(KEPT_PREFIXES)


def is_valid_trigger(kind: str, flow_class: str) -> bool:
    return kind in TRIGGERS.get(flow_class, {})
