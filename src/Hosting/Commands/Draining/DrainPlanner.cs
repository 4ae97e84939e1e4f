using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Draining;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Observes guests of a node, several at a time, places them together and puts them in order. Changes nothing.</summary>
internal sealed class DrainPlanner(
    MigrationWorkflow workflow, IOptions<DrainOptions> options, IOptions<SelectionOptions> selection, IOptions<MigrationOptions> migration, TimeProvider time)
{
    /// <summary>Plans a wave; guests that cannot move are told so.</summary>
    /// <param name="request">The drain.</param>
    /// <param name="items">The guests.</param>
    /// <param name="step">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DrainWave> PlanAsync(DrainRequest request, IReadOnlyList<DrainItem> items, IProgress<string>? step, CancellationToken cancellationToken)
    {
        Dictionary<Guid, (DrainItem Item, GuestSurvey Survey, long At)> seen = [];
        List<DrainGuest> guests = [];
        foreach ((DrainItem item, GuestSurvey survey, long at) in await SurveyAsync(request, items, step, cancellationToken))
        {
            if (survey.Failure is { } failure)
            {
                item.Strand([failure]);
                continue;
            }

            seen[item.Domain.Uuid] = (item, survey, at);
            guests.Add(new(item.Domain, Demand(item, survey), Candidates(request, item, survey)));
        }

        List<DrainTurn> turns = [];
        foreach (DrainPlace place in DrainPlacement.Place(guests, selection.Value))
        {
            (DrainItem item, GuestSurvey survey, long at) = seen[place.Guest.Domain.Uuid];
            if (place.Destination is { Candidate: { Plan: { } plan } chosen })
            {
                item.Assign(chosen.Node, plan);
                turns.Add(new(item, survey.Inputs[chosen.Node.Uri], at));
            }
            else
            {
                item.Strand(Why(place));
            }
        }

        return Order(request, turns);
    }

    /// <summary>What the migrations of guests share, as their plans know it.</summary>
    public DrainLink Link(DrainRequest request, IEnumerable<DrainTurn> turns)
    {
        BytesPerSecond? budget = migration.Value.BandwidthBudgetMebibytesPerSecond is { } mebibytes ? BytesPerSecond.FromMebibytes(mebibytes) : null;
        return DrainLink.Of([.. turns.Select(t => t.Item.Plan!)], budget, request.MaxOutgoing, options.Value.MaxIncoming);
    }

    private DrainWave Order(DrainRequest request, List<DrainTurn> turns)
    {
        if (turns.Count == 0)
            return new([], null, null);
        DrainLink link = Link(request, turns);
        IReadOnlyList<DrainMove> order = DrainSchedule.Order(turns.Select(t => t.Move), link);
        Dictionary<DrainMove, DrainTurn> byMove = turns.ToDictionary(t => t.Move);
        return new([.. order.Select(m => byMove[m])], link, DrainForecast.Of(order, link));
    }

    private async Task<IReadOnlyList<(DrainItem Item, GuestSurvey Survey, long At)>> SurveyAsync(
        DrainRequest request, IReadOnlyList<DrainItem> items, IProgress<string>? step, CancellationToken cancellationToken)
    {
        using SemaphoreSlim places = new(options.Value.ParallelObservations);
        int done = 0;
        step?.Report($"observing {items.Count} guests of {request.Node.Name}");
        return await Task.WhenAll(items.Select(async item =>
        {
            await places.WaitAsync(cancellationToken);
            try
            {
                GuestSurvey survey = await workflow.SurveyAsync(request.For(item.Domain), null, cancellationToken);
                step?.Report($"observed {Interlocked.Increment(ref done)} of {items.Count} guests, {item.Domain.Name} was the last");
                return (item, survey, time.GetTimestamp());
            }
            finally
            {
                places.Release();
            }
        }));
    }

    private static GuestDemand Demand(DrainItem item, GuestSurvey survey) => item.Description is { } description
        ? survey.Demand with { Memory = MemoryDemand.Of(description).BasePages }
        : survey.Demand;

    // The node itself is none. A way that failed is not tried again while there is another.
    private static DestinationCandidate[] Candidates(DrainRequest request, DrainItem item, GuestSurvey survey)
    {
        DestinationCandidate[] others = [.. survey.Candidates.Where(c => c.Node != request.Node)];
        DestinationCandidate[] untried = [.. others.Where(c => c.Node != item.Destination)];
        return untried.Any(c => c is { Refusals.Count: 0, Plan.Go: true }) ? untried : others;
    }

    private static Reason[] Why(DrainPlace place) =>
    [
        new(ReasonCodes.NoDestination, "no other node can take the guest"),
        .. place.Fates.SelectMany(f => f.Reasons.Take(1).Select(r => r with { Message = $"{f.Candidate.Node.Name}: {r.Message}" })),
    ];
}
