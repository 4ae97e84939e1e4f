using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>Collects the choices of one decision. Decisions that nobody asks about go without: there are many candidates.</summary>
public sealed class ChoiceLog
{
    private readonly List<Choice> _choices = [];

    /// <summary>The choices, in the order in which they were made.</summary>
    public IReadOnlyList<Choice> Choices => _choices;

    /// <summary>Notes which host a guest was given.</summary>
    internal void Add(GuestLoad guest, HostLoad? chosen, List<CandidateFate> candidates)
    {
        int index = chosen is null ? -1 : candidates.FindIndex(c => c.Id == chosen.Id);
        if (index >= 0)
            candidates[index] = candidates[index] with { Code = ReasonCodes.Chosen };
        _choices.Add(new(guest.Id, chosen?.Id, candidates));
    }

    /// <summary>Notes which guest should leave a host.</summary>
    internal void Add(HostLoad host, GuestLoad chosen) => _choices.Add(new(
        host.Id,
        chosen.Id,
        [.. host.Guests.Select(g => new CandidateFate(g.Id, g == chosen ? ReasonCodes.Chosen : g.Pinned ?? ReasonCodes.BetterAlternative, null))]));
}
