using System.Text.Json;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Makes a recorded decision again.</summary>
public static class DecisionReplay
{
    /// <summary>Decides by the recorded input.</summary>
    /// <returns>The decision of now, and whether it is the recorded one in every detail.</returns>
    public static (AutopilotDecision Decision, bool IsSame) Run(DecisionInput input, AutopilotDecision recorded)
    {
        AutopilotDecision again = Decider.Decide(input);
        return (again, Text(again) == Text(recorded));
    }

    /// <summary>An input as JSON, the way the journal holds it.</summary>
    public static JsonElement Element(DecisionInput input) => JsonSerializer.SerializeToElement(input, DecisionJson.Default.DecisionInput);

    private static string Text(AutopilotDecision decision) => JsonSerializer.Serialize(decision, DecisionJson.Default.AutopilotDecision);
}
