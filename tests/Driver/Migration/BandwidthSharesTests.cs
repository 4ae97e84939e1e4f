using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
public sealed class BandwidthSharesTests
{
    private static readonly TestCaseData[] Deals =
    [
        new TestCaseData(90.0, new double?[] { null }, new[] { 90.0 }).SetName("Deal_One_GetsAll"),
        new TestCaseData(90.0, new double?[] { null, null, null }, new[] { 30.0, 30, 30 }).SetName("Deal_Equals_GetEqualShares"),
        new TestCaseData(90.0, new double?[] { null, 10, null }, new[] { 40.0, 10, 40 }).SetName("Deal_OneIsCapped_TheOthersGetTheRest"),
        new TestCaseData(90.0, new double?[] { 40, 10, 35 }, new[] { 40.0, 10, 35 }).SetName("Deal_AllAreCapped_SomeIsLeft"),
        new TestCaseData(90.0, new double?[] { 50, 20, 35 }, new[] { 35.0, 20, 35 }).SetName("Deal_TwoLevels_FillTheLowestFirst"),
        new TestCaseData(90.0, Array.Empty<double?>(), Array.Empty<double>()).SetName("Deal_Nobody_IsNobodys"),
    ];

    [TestCaseSource(nameof(Deals))]
    public void Deal(double budget, double?[] caps, double[] expected) =>
        Assert.That(BandwidthShares.Deal(budget, caps), Is.EqualTo(expected).Within(1e-9));
}
