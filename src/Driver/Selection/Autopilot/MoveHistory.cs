using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What the migrations of the past hold back.</summary>
internal sealed class MoveHistory(DecisionInput input)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly DecisionSettings _settings = input.Settings;

    /// <summary>Whether a migration of the guest is under way.</summary>
    public bool IsUnderWay(Guid guest) => input.Moves.Any(m => m.EndedAt is null && m.Guest == guest);

    /// <summary>A migration from or to the node is under way: what its guests ask for is not what they will ask for.</summary>
    public Hold? UnderWay(string node) => input.Moves.FirstOrDefault(m => m.EndedAt is null && Concerns(m, node)) is { } move
        ? new(new(ReasonCodes.MoveUnderWay, $"a migration from {move.From} to {move.To} is under way"), null)
        : null;

    /// <summary>The node took part in a migration a short time ago: its effect has to show first.</summary>
    public Hold? NodeCooldown(string node) =>
        Since(input.Moves.Where(m => Concerns(m, node)).Max(m => m.EndedAt), _settings.NodeCooldown, $"{node} took part in a migration");

    /// <summary>The guest migrated, or tried to, a short time ago.</summary>
    public Hold? GuestCooldown(DomainIdentity guest) =>
        Since(input.Moves.Where(m => m.Guest == guest.Uuid).Max(m => m.EndedAt), _settings.GuestCooldown, $"{guest.Name} migrated");

    /// <summary>The guest left that node a short time ago.</summary>
    public Hold? Return(Guid guest, string node)
    {
        DateTimeOffset? left = input.Moves.Where(m => m.Completed && m.Guest == guest && m.From == node).Max(m => m.EndedAt);
        return left is { } at && at + _settings.ReturnAfter is var until && input.At < until
            ? new(new(ReasonCodes.WouldReturn, $"it left {node} {Ago(at)}, and returns after {Duration.Format(_settings.ReturnAfter)} at the earliest"), until)
            : null;
    }

    /// <summary>The last look refused that move a short time ago.</summary>
    public Hold? Refusal(Guid guest, string node)
    {
        PastRefusal? last = input.Refusals.Where(r => r.Guest == guest && r.To == node).MaxBy(r => r.At);
        return last is not null && last.At + _settings.RetryAfter is var until && input.At < until
            ? new(new(ReasonCodes.RecentlyRefused, $"refused {Ago(last.At)}: {last.Reason.Message} ({last.Reason.Code})"), until)
            : null;
    }

    /// <summary>As many migrations as the budget allows were begun within an hour.</summary>
    /// <param name="decided">Moves that were decided beside those.</param>
    public Hold? Budget(int decided)
    {
        DateTimeOffset[] begun = [.. input.Moves.Select(m => m.StartedAt).Where(at => at > input.At - Hour).Order()];
        int over = begun.Length + decided - _settings.MovesPerHour;
        return over < 0 ? null : new(
            new(ReasonCodes.MoveBudget, string.Create(CultureInfo.InvariantCulture, $"{begun.Length} migrations were begun within an hour and {decided} are decided; {_settings.MovesPerHour} are allowed")),
            over < begun.Length ? begun[over] + Hour : null);
    }

    private static bool Concerns(PastMove move, string node) => move.From == node || move.To == node;

    private Hold? Since(DateTimeOffset? ended, TimeSpan cooldown, string what) => ended is { } at && at + cooldown is var until && input.At < until
        ? new(new(ReasonCodes.RecentlyMoved, $"{what} {Ago(at)}; the cooldown is {Duration.Format(cooldown)}"), until)
        : null;

    private string Ago(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{(input.At - at).TotalSeconds:0} s ago");
}
